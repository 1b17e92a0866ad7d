using System.Text.Json;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Compares JSON texts of the store.</summary>
internal static class StoredJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>True when a text says all that this version would write, and says it in the same way. What a later version says besides is passed over.</summary>
    /// <exception cref="JsonException">The given text is not JSON, or names a member twice.</exception>
    public static bool Covers(string given, string written)
    {
        using var one = JsonDocument.Parse(given, Strict);
        using var other = JsonDocument.Parse(written);
        return Covers(one.RootElement, other.RootElement);
    }

    private static bool Covers(JsonElement given, JsonElement written) => (given.ValueKind, written.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => written.EnumerateObject().All(m => given.TryGetProperty(m.Name, out var value) && Covers(value, m.Value)),
        (JsonValueKind.Array, JsonValueKind.Array) => given.EnumerateArray().Count() == written.EnumerateArray().Count()
            && given.EnumerateArray().Zip(written.EnumerateArray()).All(pair => Covers(pair.First, pair.Second)),
        _ => JsonElement.DeepEquals(given, written),
    };
}
