using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>docs/configuration.md has every setting: allowed values from the table, defaults from appsettings.json, meaning from the comments.</summary>
public sealed class ConfigurationDocTests
{
    private static readonly IConfiguration Defaults = new ConfigurationBuilder().AddJsonFile(Repository.PathOf("appsettings.json")).Build();

    [Fact]
    public void Page_MadeAnew_IsTheSame()
    {
        var page = new StringBuilder();
        foreach (var section in Settings.All.GroupBy(s => s.Key.Split(':')[0], StringComparer.Ordinal))
        {
            page.Append(page.Length > 0 ? "\n" : "").Append(CultureInfo.InvariantCulture, $"## {section.Key}\n\n{SettingComments.OfSection(section.Key)}\n\n");
            page.Append("| key | default | must be | meaning |\n| --- | --- | --- | --- |\n");
            page.AppendJoin("", section.Select(Row));
        }

        GeneratedPart.Check("docs/configuration.md", page.ToString());
    }

    [Fact]
    public void Defaults_EveryFixedKey_IsInAppsettings() =>
        Settings.All.Where(s => !s.Key.Contains('*', StringComparison.Ordinal) && Defaults[s.Key] is null).ShouldBeEmpty("appsettings.json lists every setting");

    private static string Row(Setting setting) =>
        string.Create(CultureInfo.InvariantCulture, $"| `{NameOf(setting.Key)}` | {DefaultOf(setting.Key)} | {setting.Allowed.Split(", as ")[0]} | {SettingComments.Of(setting.Key)} |\n");

    private static string NameOf(string key) =>
        key.Replace("Tiers:*", "Tiers:ID", StringComparison.Ordinal).Replace("Templates:*", "Templates:SLUG", StringComparison.Ordinal)
            .Replace(":Env:*", ":Env:NAME", StringComparison.Ordinal).Replace(":*", "[]", StringComparison.Ordinal);

    private static string DefaultOf(string key) =>
        key.Contains('*', StringComparison.Ordinal) ? "" : Defaults[key] is { Length: > 0 } value ? $"`{value}`" : "empty";
}
