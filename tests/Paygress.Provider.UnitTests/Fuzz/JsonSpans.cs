using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>Where the values of a JSON text are, each with the name in front of it if it is a member's.</summary>
internal static class JsonSpans
{
    /// <summary>The values; none when the text is no JSON.</summary>
    public static ImmutableArray<(int? Name, int Start, int End)> Of(string json)
    {
        var spans = ImmutableArray.CreateBuilder<(int? Name, int Start, int End)>();
        var open = new Stack<(int? Name, int Start)>();
        int? name = null;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((name, start));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var (outer, began) = open.Pop();
                        spans.Add((outer, began, end));
                        break;
                    default:
                        spans.Add((name, start, end));
                        break;
                }

                name = null;
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return spans.ToImmutable();
    }
}
