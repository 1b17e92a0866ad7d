using System.Collections;
using System.Collections.Immutable;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Configuration;

public sealed class ListLayeringTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "Docker": { "Dns": [ "192.0.2.1" ] } }""")]
    [InlineData("""{ "docker": { "DNS": [ "192.0.2.1" ] } }""")]
    public void Load_ShorterList_TakesThePlaceOfTheDefaultOne(string json) => Load(json).Settings.Docker.Dns.ShouldBe(["192.0.2.1"]);

    [Fact]
    public void Load_LongerList_TakesThePlaceOfTheDefaultOne() =>
        Load("""{ "Docker": { "Dns": [ "192.0.2.1", "192.0.2.2", "192.0.2.3" ] } }""").Settings.Docker.Dns.ShouldBe(["192.0.2.1", "192.0.2.2", "192.0.2.3"]);

    [Fact]
    public void Load_ListInTheEnvironment_TakesThePlaceOfTheFiles() =>
        Load("""{ "Docker": { "Dns": [ "192.0.2.1", "192.0.2.2" ] } }""", new() { ["PAYGRESS_Docker__Dns__0"] = "192.0.2.9" }).Settings.Docker.Dns.ShouldBe(["192.0.2.9"]);

    [Fact]
    public void Load_ListOfATemplate_LeavesThoseOfOthersAlone()
    {
        var templates = Load("""{ "Templates": { "hello": { "Ports": [ "81/tcp" ] } } }""").Settings.Templates;

        templates["hello"].Ports.ShouldBe(["81/tcp"]);
        templates.Where(t => t.Key != "hello").ShouldContain(t => t.Value.Ports.Count > 0);
    }

    [Fact]
    public void Load_EmptyList_LeavesNothingAndShowsIt()
    {
        var loaded = Load("""{ "Docker": { "Dns": [] } }""");

        loaded.Settings.Docker.Dns.ShouldBeEmpty();
        loaded.Values.Where(v => v.Key.StartsWith("Docker:Dns", StringComparison.Ordinal)).Select(v => (v.Key, v.Text, v.Origin)).ShouldBe([("Docker:Dns", "", File)]);
    }

    [Fact]
    public void Load_EntriesOverAnEmptyList_AreTaken()
    {
        var loaded = Load("""{ "Docker": { "Dns": [] } }""", new() { ["PAYGRESS_Docker__Dns__0"] = "192.0.2.9" });

        loaded.Settings.Docker.Dns.ShouldBe(["192.0.2.9"]);
        loaded.Values.ShouldNotContain(v => v.Key == "Docker:Dns");
    }

    [Fact]
    public void Load_RefusedRangesOfTheFileAndTheEnvironment_AddToTheDefaultOnes()
    {
        var defaults = Load("{}").Settings.Network.Refused;

        var refused = Load("""{ "Network": { "Refused": [ "198.51.100.0/24", "203.0.113.0/24" ] } }""", new() { ["PAYGRESS_Network__Refused__0"] = "192.0.2.0/24" }).Settings.Network.Refused;

        refused.ShouldBe([.. defaults, "198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"], ignoreOrder: true);
        refused.Take(defaults.Count).ShouldBe(defaults);
    }

    [Fact]
    public void Load_EmptyListOfRefusedRanges_IsAFaultInsteadOfNothing()
    {
        var fault = Faults("""{ "Network": { "Refused": [] } }""").ShouldHaveSingleItem();

        (fault.Origin, fault.Key).ShouldBe((File, "Network:Refused"));
        fault.Problem.ShouldBe("is empty, which takes nothing away: what is given here adds to what is from default; leave it out");
    }

    [Fact]
    public void All_EachListOfTexts_SaysHowItIsLayered() =>
        Settings.All.Where(s => s.Key.EndsWith(":*", StringComparison.Ordinal) && !s.Key.EndsWith(":Env:*", StringComparison.Ordinal))
            .ShouldAllBe(s => s.Layering != ListLayering.None);

    private string File => _folder.File("appsettings.json");

    private ConfigurationResult.Loaded Load(string json, Dictionary<string, string?>? environment = null) => Read(json, environment).ShouldBeOfType<ConfigurationResult.Loaded>();

    private ImmutableArray<ConfigurationFault> Faults(string json) => Read(json).ShouldBeOfType<ConfigurationResult.Faulty>().Faults;

    private ConfigurationResult Read(string json, Dictionary<string, string?>? environment = null)
    {
        System.IO.File.WriteAllText(File, json);
        return ConfigurationLoader.Load(File, new Hashtable(environment ?? []));
    }
}
