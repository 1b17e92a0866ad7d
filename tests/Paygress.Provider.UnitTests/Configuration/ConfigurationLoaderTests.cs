using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly ConfigurationFile _file = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Load_EverySettingWrongAtOnce_ListsEachWithOriginValueAndWhatIsAllowed()
    {
        var wrong = Settings.All.Where(s => s.Kind is not SettingKind.Text).ToList();
        var environment = wrong.ToDictionary(s => "PAYGRESS_" + Concrete(s.Key).Replace(":", "__", StringComparison.Ordinal), _ => (string?)"no-such");

        var faults = Faults("{}", environment);

        faults.Select(f => (f.Origin, f.Key, f.Value, f.Problem)).ShouldBe(
            wrong.Select(s => ("environment", Concrete(s.Key), (string?)"no-such", $"must be {s.Allowed}")), ignoreOrder: true);
    }

    [Fact]
    public void Load_EveryNumberAndTimeBelowAndAboveItsBounds_IsRefused()
    {
        var bounded = Settings.All.Where(s => s.Kind is SettingKind.Integer or SettingKind.Number or SettingKind.Duration && s.Max < long.MaxValue).ToList();

        foreach (var setting in bounded)
        {
            setting.Normalise(Text(setting, setting.Min)).ShouldNotBeNull(setting.Key);
            setting.Normalise(Text(setting, setting.Max)).ShouldNotBeNull(setting.Key);
            setting.Normalise(Text(setting, setting.Min - 1)).ShouldBeNull(setting.Key);
            setting.Normalise(Text(setting, setting.Max + 1)).ShouldBeNull(setting.Key);
        }
    }

    [Theory]
    [InlineData("Leases:MinimumDuraton", "Leases:MinimumDuration")]
    [InlineData("docker:bindadress", "Docker:BindAddress")]
    public void Load_UnknownKeyNearAKnownOne_Suggests(string key, string suggestion)
    {
        var fault = Faults(Json(key, "1s")).ShouldHaveSingleItem();

        fault.Key.ShouldBe(key);
        fault.Origin.ShouldBe(_file.Path);
        fault.Problem.ShouldBe($"is not a setting; did you mean {suggestion}?");
    }

    [Theory]
    [InlineData("""{"Provider":{"Name":"\ud800"}}""")]
    [InlineData("""{"\udc00":"x"}""")]
    public void Load_TextThatIsNoUnicode_IsAFault(string json) =>
        Faults(json).ShouldHaveSingleItem().Problem.ShouldStartWith("has a text that is not valid Unicode");

    [Fact]
    public void Load_TextWithANul_IsAFault() => Faults("""{"Docker":{"Program":"docker\u0000"}}""").ShouldHaveSingleItem().Key.ShouldBe("Docker:Program");

    [Fact]
    public void Load_EnvValueWithANul_IsAFaultThatDoesNotShowIt()
    {
        var fault = Faults("""{"Templates":{"hello":{"Env":{"TOKEN":"canary\u0000"}}}}""").ShouldHaveSingleItem();

        fault.ToString().ShouldNotContain("canary");
        fault.ToString().ShouldEndWith("Templates:hello:Env:TOKEN: '***': must be a text without a NUL");
    }

    // A million letters against each key took minutes.
    [Fact]
    public void Load_UnknownKeyThatIsVeryLong_SuggestsNothingSoon() =>
        Faults(Json($"Weather:{new string('x', 1_000_000)}", "1s")).ShouldHaveSingleItem().Problem.ShouldBe("is not a setting");

    [Fact]
    public void Load_UnknownKeyFarFromAll_SuggestsNothing() =>
        Faults(Json("Weather:Forecast", "rain")).ShouldHaveSingleItem().ToString().ShouldBe($"{_file.Path}: Weather:Forecast: is not a setting");

    [Fact]
    public void Load_UnknownKeyWithASecret_DoesNotShowItsValue() =>
        Faults(Json("Docker:Password", "canary")).ShouldHaveSingleItem().ToString().ShouldNotContain("canary");

    [Fact]
    public void Load_BrokenJson_TellsTheLine()
    {
        var fault = Faults("{\n  \"Docker\": {\n    \"Program\": oops\n  }\n}").ShouldHaveSingleItem();

        fault.Problem.ShouldStartWith("is not valid JSON: ");
        fault.Problem.ShouldContain("LineNumber: 2");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("""{ "Docker": { "Program": "a", "program": "b" } }""")]
    public void Load_NoObjectOrAKeyTwice_IsAFaultOfTheFile(string json) =>
        Faults(json).ShouldHaveSingleItem().Problem.ShouldStartWith("is not valid JSON: ");

    [Theory]
    [InlineData("missing.json")]
    [InlineData("")]
    public void Load_FileThatCannotBeRead_IsAFault(string name)
    {
        var file = name.Length == 0 ? "" : _folder.File(name);

        var fault = Faulty(ConfigurationLoader.Load(file, new Hashtable())).ShouldHaveSingleItem();

        fault.Key.ShouldBe("file");
        fault.Problem.ShouldStartWith("can't be read: ");
    }

    [Fact]
    public void Load_DirectoryInsteadOfAFile_IsAFault() =>
        Faulty(ConfigurationLoader.Load(_folder.Path, new Hashtable())).ShouldHaveSingleItem().Problem.ShouldStartWith("can't be read: ");

    [Fact]
    public void Load_SameKeyInFileAndEnvironment_TakesTheEnvironment()
    {
        var settings = Load(Json("Spawn:Concurrency", 2), new() { ["PAYGRESS_Spawn__Concurrency"] = "7", ["PAYGRESS_LEASES__minimumduration"] = "90s" });

        settings.Spawn.Concurrency.ShouldBe(7);
        settings.Leases.MinimumDuration.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Load_OneKeyInTwoSpellingsInTheEnvironment_IsNoCrash()
    {
        var environment = new Dictionary<string, string?> { ["PAYGRESS_Spawn__Concurrency"] = "7", ["PAYGRESS_SPAWN__CONCURRENCY"] = "8" };

        Faults("{}", environment).ShouldHaveSingleItem().Problem.ShouldContain("more than once");
    }

    [Fact]
    public void Load_TheClientsSocketVariable_IsNoSetting() =>
        Load("{}", new() { ["PAYGRESS_SOCKET"] = "/run/elsewhere.sock" }).Api.Socket.ShouldBe("");

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("00:02:00", 120)]
    public void Load_DurationInAnyForm_IsRead(string text, int seconds) =>
        Load(Json("Leases:MinimumDuration", text)).Leases.MinimumDuration.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Load_NullSectionOrEmptyList_KeepsTheDefaults()
    {
        var settings = Load("""{ "Docker": null, "Images": { "Allowed": [] } }""");

        settings.Docker.Program.ShouldBe("docker");
        settings.Images.Allowed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "Docker": { "Dns": null } }""")]
    [InlineData("""{ "Docker": {} }""")]
    [InlineData("""{ "Templates": { "hello": { "Env": {} } } }""")]
    public void Load_NullOrEmptySectionOverEntries_SaysNothing(string json) => Load(json).Docker.Dns.ShouldNotBeEmpty();

    [Fact]
    public void Load_ValueWithALineBreak_IsToldOnOneLine() =>
        Faults("{}", new() { ["PAYGRESS_Spawn__Concurrency"] = "1\nerror: forged" }).ShouldHaveSingleItem().ToString().ShouldNotContain("\n");

    private static string Concrete(string key) => key.Replace("*", "x", StringComparison.Ordinal);

    private static string Text(Setting setting, double value) => setting.Kind is SettingKind.Duration
        ? $"{value * 1000:0}ms"
        : value.ToString(CultureInfo.InvariantCulture);

    private static string Json(string key, object value)
    {
        var parts = key.Split(':');
        return $$"""{ "{{parts[0]}}": { "{{parts[1]}}": {{(value is string ? $"\"{value}\"" : value)}} } }""";
    }

    private ProviderSettings Load(string json, Dictionary<string, string?>? environment = null) => _file.Load(json, environment).Settings;

    private ImmutableArray<ConfigurationFault> Faults(string json, Dictionary<string, string?>? environment = null) => _file.Faults(json, environment);

    private static ImmutableArray<ConfigurationFault> Faulty(ConfigurationResult result) => result.ShouldBeOfType<ConfigurationResult.Faulty>().Faults;
}
