using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Paygress.Provider.Api;

namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>What the comments of the messages say, as the compiler writes them down: they are the text of the document.</summary>
internal static partial class ApiComments
{
    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, $"{typeof(ApiRoutes).Assembly.GetName().Name}.xml")).Descendants("member")
        .ToDictionary(m => m.Attribute("name")!.Value, m => m, StringComparer.Ordinal);

    /// <summary>What a message is.</summary>
    public static string Of(Type message) => Read(Find($"T:{message.FullName}")?.Element("summary"), message.Name);

    /// <summary>What a field of a message is.</summary>
    public static string Of(Type message, string field)
    {
        var property = message.GetProperties().Single(p => NameOf(p) == field);
        var comment = Find($"P:{message.FullName}.{property.Name}")?.Element("summary")
            ?? Find($"T:{message.FullName}")?.Elements("param").FirstOrDefault(p => p.Attribute("name")!.Value == property.Name);
        return Read(comment, $"{message.Name}.{property.Name}");
    }

    private static XElement? Find(string member) => Members.GetValueOrDefault(member);

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static string Read(XElement? comment, string what)
    {
        comment.ShouldNotBeNull($"{what} has no comment; it is the text of docs/openapi.json");
        foreach (var element in comment.Elements().ToList())
        {
            element.ReplaceWith(element.Attribute("cref") is { } cref ? JsonNamingPolicy.SnakeCaseLower.ConvertName(cref.Value.Split('.')[^1]) : element.Value);
        }

        return Blanks().Replace(comment.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
