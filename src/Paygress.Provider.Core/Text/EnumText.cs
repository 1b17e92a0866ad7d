using System.Collections.Frozen;
using System.Text.Json;

namespace Paygress.Provider.Core.Text;

/// <summary>Enum members as store and API write them: <c>container_lost</c>.</summary>
public static class EnumText<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Texts =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values =
        Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The member in snake case.</summary>
    public static string Of(T value) => Texts[value];

    /// <summary>Reads what <see cref="Of"/> wrote.</summary>
    /// <exception cref="InvalidDataException">No member is written so.</exception>
    public static T Parse(string text) =>
        TryParse(text, out var value) ? value : throw new InvalidDataException($"there is no {typeof(T).Name} '{text}' in this version");

    public static bool TryParse(string text, out T value) => Values.TryGetValue(text, out value);
}
