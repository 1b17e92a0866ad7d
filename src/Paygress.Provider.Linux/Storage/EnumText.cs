using System.Collections.Frozen;
using System.Text.Json;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Enum members as the store holds them: <c>container_lost</c>.</summary>
internal static class EnumText<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Texts =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values =
        Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T value) => Texts[value];

    public static T Parse(string text) =>
        Values.TryGetValue(text, out var value) ? value : throw new InvalidDataException($"the store holds {typeof(T).Name} '{text}', which this version does not know");
}
