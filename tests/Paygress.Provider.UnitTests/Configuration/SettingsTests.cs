using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.UnitTests.Configuration;

public sealed class SettingsTests
{
    private static readonly IReadOnlyList<PropertyInfo> Sections = [.. typeof(ProviderSettings).GetProperties().Where(p => p.CanWrite)];

    [Fact]
    public void BuiltinDefaults_WhenBound_AreWhatTheOptionsAreByThemselves()
    {
        var bound = SomeSettings.Default();

        foreach (var section in OneObjectSections())
        {
            var made = Activator.CreateInstance(section.PropertyType);

            // Lists have their defaults in the file alone: what a class has, the binder would add to.
            foreach (var property in section.PropertyType.GetProperties().Where(p => p.PropertyType != typeof(IReadOnlyList<string>)))
            {
                property.GetValue(section.GetValue(bound)).ShouldBe(property.GetValue(made), $"{section.Name}:{property.Name}");
            }
        }
    }

    [Fact]
    public void BuiltinDefaults_EveryKey_IsASetting() =>
        Builtin().Where(v => v.Value is { Length: > 0 }).Select(v => v.Key).Where(k => Settings.Find(k) is null).ShouldBeEmpty();

    [Fact]
    public void All_EveryKeyOfOneValue_IsInTheBuiltinDefaults() =>
        Settings.All.Select(s => s.Key).Where(k => !k.Contains('*', StringComparison.Ordinal)).Except(Builtin().Select(v => v.Key)).ShouldBeEmpty();

    [Fact]
    public void All_EveryPropertyOfEveryOptionsClass_HasASetting()
    {
        var expected = OneObjectSections().SelectMany(s => Keys(s.Name, s.PropertyType))
            .Concat(Keys("Tiers:*", typeof(TierOptions)))
            .Concat(Keys("Templates:*", typeof(TemplateOptions)));

        Settings.All.Select(s => s.Key).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public void All_EveryChoice_BindsToItsName()
    {
        foreach (var setting in Settings.All.Where(s => s.Kind is SettingKind.Choice))
        {
            foreach (var (word, name) in setting.Choices)
            {
                var settings = SomeSettings.Read((setting.Key, word)).ShouldBeOfType<ConfigurationResult.Loaded>().Settings;
                Value(settings, setting.Key).ToString().ShouldBe(name, setting.Key);
            }
        }
    }

    [Fact]
    public void BuiltinDefaults_Catalog_IsWhatTheDesignSells()
    {
        var catalog = SomeSettings.Default().ToCatalog();

        catalog.Tiers.Select(t => t.Id).ShouldBe(["tiny", "basic", "standard", "premium"]);
        catalog.Templates.Keys.ShouldBe(["hello", "nostr-relay", "inference-endpoint", "headless-browser", "bitcoin-node", "agent-sandbox"], ignoreOrder: true);
        catalog.Templates["agent-sandbox"].RequiredEnv.ShouldBe(["EXEC_USER", "EXEC_PASS"]);
        catalog.Templates["hello"].DataPath.ShouldBe("/data");
    }

    private static IEnumerable<PropertyInfo> OneObjectSections() => Sections.Where(s => s.Name is not ("Tiers" or "Templates"));

    private static IEnumerable<string> Keys(string section, Type options) =>
        options.GetProperties().Where(p => p.CanWrite).Select(p => IsMany(p.PropertyType) ? $"{section}:{p.Name}:*" : $"{section}:{p.Name}");

    private static bool IsMany(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    private static IEnumerable<KeyValuePair<string, string?>> Builtin()
    {
        using var stream = typeof(Settings).Assembly.GetManifestResourceStream("appsettings.json")!;
        return [.. new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()];
    }

    private static object Value(ProviderSettings settings, string key)
    {
        var (section, name) = (key.Split(':')[0], key.Split(':')[1]);
        var options = Sections.Single(s => s.Name == section);
        return options.PropertyType.GetProperty(name)!.GetValue(options.GetValue(settings))!;
    }
}
