using System.Text.RegularExpressions;
using System.Xml.Linq;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>The meaning of settings: the comments of the options' properties, as the compiler writes them down.</summary>
internal static partial class SettingComments
{
    // A section's options say its name; of tiers and templates there are many, so theirs do not.
    private static readonly Dictionary<string, Type> Sections = new[] { typeof(LeasesOptions), typeof(DockerOptions), typeof(Setting) }
        .SelectMany(t => t.Assembly.GetTypes())
        .Where(t => t.GetField("SectionName") is not null)
        .Append(typeof(TierOptions))
        .Append(typeof(TemplateOptions))
        .ToDictionary(SectionOf, t => t, StringComparer.Ordinal);

    private static readonly Dictionary<string, XElement> Comments = Sections.Values.Select(t => t.Assembly.GetName().Name).Distinct(StringComparer.Ordinal)
        .SelectMany(name => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{name}.xml")).Descendants("member"))

        // What the compiler generated is in more than one of them.
        .DistinctBy(m => m.Attribute("name")!.Value)
        .ToDictionary(m => m.Attribute("name")!.Value, m => m, StringComparer.Ordinal);

    /// <summary>What a section is about.</summary>
    public static string OfSection(string section) => SectionName().Replace(Read($"T:{Sections[section].FullName}"), "");

    /// <summary>What a setting means; the last name in its key that is not a <c>*</c> is the property.</summary>
    public static string Of(string key)
    {
        var parts = key.Split(':').Where(part => part != "*").ToArray();
        return Read($"P:{Sections[parts[0]].FullName}.{parts[^1]}");
    }

    private static string Read(string member)
    {
        var summary = Comments.GetValueOrDefault(member)?.Element("summary") ?? throw new InvalidOperationException($"{member} has no comment; it is the text of docs/configuration.md");
        foreach (var element in summary.Elements().ToList())
        {
            element.ReplaceWith(element.Name == "c" ? $"`{element.Value}`" : element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value);
        }

        return Blanks().Replace(summary.Value, " ").Trim();
    }

    private static string SectionOf(Type type) =>
        type == typeof(TierOptions) ? "Tiers" : type == typeof(TemplateOptions) ? "Templates" : (string)type.GetField("SectionName")!.GetRawConstantValue()!;

    // The page has it as a heading.
    [GeneratedRegex(@": section `\w+`|: `\w+:\w+`")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
