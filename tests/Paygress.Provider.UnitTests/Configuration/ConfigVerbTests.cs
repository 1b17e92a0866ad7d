using System.Text.Json;
using Paygress.Provider.Cli;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Files;
using Paygress.Provider.UnitTests.Cli;

namespace Paygress.Provider.UnitTests.Configuration;

public sealed class ConfigVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Show_Values_AreEachWithItsOrigin()
    {
        var file = Write("""{ "spawn": { "concurrency": 2 }, "Templates": { "x": { "Image": "y", "Env": { "TOKEN": "canary" } } } }""");

        (await RunAsync("config", "show", "--json", "--config", file)).ShouldBe(ExitCode.Done);

        var settings = JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("settings").EnumerateArray()
            .ToDictionary(s => s.GetProperty("key").GetString()!, s => (s.GetProperty("value").GetString(), s.GetProperty("from").GetString()));
        settings["Spawn:Concurrency"].ShouldBe(("2", file));
        settings["Spawn:QueueLimit"].ShouldBe(("1000", "default"));
        settings["Templates:x:Env:TOKEN"].ShouldBe(("***", file));
        settings.Keys.ShouldBeSubsetOf(settings.Keys.Where(k => Settings.Find(k) is not null));
        _out.ToString().ShouldNotContain("canary");
    }

    [Fact]
    public async Task Show_Changed_IsWhatIsNoDefault()
    {
        var file = Write("""{ "Spawn": { "Concurrency": 2 } }""");

        await RunAsync("config", "show", "--changed", "--config", file);

        _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd()).ShouldBe(
            ["SETTING            VALUE  " + "FROM", $"Spawn:Concurrency  2      {file}"]);
    }

    [Fact]
    public async Task Show_Fault_IsToldAndNothingElse()
    {
        var file = Write("""{ "Spawn": { "Concurrency": 0 } }""");

        (await RunAsync("config", "show", "--config", file)).ShouldBe(ExitCode.Unusable);

        _error.ToString().TrimEnd().ShouldBe($"error: {file}: Spawn:Concurrency: '0': must be a whole number from 1 to 64");
        _out.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_FileAsArgument_ListsEveryFault()
    {
        var file = Write("""{ "Spawn": { "Concurrency": 0 }, "Leases": { "MinimumDuraton": "5m" } }""");

        (await RunAsync("config", "check", file)).ShouldBe(ExitCode.Unusable);

        _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Check_RuleBetweenSettings_NamesTheFileAndTheValue()
    {
        var file = Write("""{ "Ports": { "RangeStart": 20000, "RangeEnd": 10000 } }""");

        await RunAsync("config", "check", file);

        _error.ToString().TrimEnd().ShouldBe($"error: {file}: Ports:RangeEnd: '10000': is below Ports:RangeStart");
    }

    [Fact]
    public async Task Check_TemplateThatIsWrong_NamesTheFile()
    {
        var file = Write("""{ "Templates": { "x": { "Image": "y", "Ports": ["no port"] } } }""");

        await RunAsync("config", "check", file);

        _error.ToString().ShouldStartWith($"error: {file}: Templates:x:Ports: must each be as 80/tcp");
    }

    [Fact]
    public async Task Check_FileTwice_IsWrongUsage() => (await RunAsync("config", "check", "a.json", "--config", "b.json")).ShouldBe(ExitCode.Usage);

    [Fact]
    public async Task Check_FileWithASchema_HasNoFault() => (await RunAsync("config", "check", Write("""{ "$schema": "./appsettings.schema.json" }"""))).ShouldBe(ExitCode.Done);

    [Theory]
    [InlineData("config")]
    [InlineData("config show")]
    [InlineData("config check")]
    public async Task Help_OfConfig_FitsAPageAndHasExamples(string verb)
    {
        (await RunAsync([.. verb.Split(' '), "--help"])).ShouldBe(ExitCode.Done);

        _out.ToString().ShouldContain("Examples:");
        _out.ToString().Split('\n').ShouldAllBe(l => l.TrimEnd().Length <= 80);
    }

    private string Write(string json)
    {
        var file = _folder.File("new.json");
        File.WriteAllText(file, json);
        return file;
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        var terminal = new Terminal(CliHarness.Side(_out, isScreen: false, 300), CliHarness.Side(_error, isScreen: false, 300), () => Stream.Null, () => Stream.Null);
        var context = new CliContext(terminal, TimeProvider.System, _ => null, _ => new FakeProvider());
        return CommandLine.Create(context, [new ConfigVerb(terminal)]).InvokeAsync(arguments, TestContext.Current.CancellationToken);
    }
}
