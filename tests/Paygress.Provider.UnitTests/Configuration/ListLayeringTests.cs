using Paygress.Provider.Configuration;

namespace Paygress.Provider.UnitTests.Configuration;

public sealed class ListLayeringTests : IDisposable
{
    private readonly ConfigurationFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("""{ "Docker": { "Dns": [ "192.0.2.1" ] } }""")]
    [InlineData("""{ "docker": { "DNS": [ "192.0.2.1" ] } }""")]
    public void Load_ShorterList_TakesThePlaceOfTheDefaultOne(string json) => _file.Load(json).Settings.Docker.Dns.ShouldBe(["192.0.2.1"]);

    [Fact]
    public void Load_LongerList_TakesThePlaceOfTheDefaultOne() =>
        _file.Load("""{ "Docker": { "Dns": [ "192.0.2.1", "192.0.2.2", "192.0.2.3" ] } }""").Settings.Docker.Dns.ShouldBe(["192.0.2.1", "192.0.2.2", "192.0.2.3"]);

    [Fact]
    public void Load_ListInTheEnvironment_TakesThePlaceOfTheFiles() =>
        _file.Load("""{ "Docker": { "Dns": [ "192.0.2.1", "192.0.2.2" ] } }""", new() { ["PAYGRESS_Docker__Dns__0"] = "192.0.2.9" }).Settings.Docker.Dns.ShouldBe(["192.0.2.9"]);

    [Fact]
    public void Load_ListOfATemplate_LeavesThoseOfOthersAlone()
    {
        var templates = _file.Load("""{ "Templates": { "hello": { "Ports": [ "81/tcp" ] } } }""").Settings.Templates;

        templates["hello"].Ports.ShouldBe(["81/tcp"]);
        templates.Where(t => t.Key != "hello").ShouldContain(t => t.Value.Ports.Count > 0);
    }

    [Fact]
    public void Load_EmptyList_LeavesNothingAndShowsIt()
    {
        var loaded = _file.Load("""{ "Docker": { "Dns": [] } }""");

        loaded.Settings.Docker.Dns.ShouldBeEmpty();
        loaded.Values.Where(v => v.Key.StartsWith("Docker:Dns", StringComparison.Ordinal)).Select(v => (v.Key, v.Text, v.Origin)).ShouldBe([("Docker:Dns", "", _file.Path)]);
    }

    [Fact]
    public void Load_EntriesOverAnEmptyList_AreTaken()
    {
        var loaded = _file.Load("""{ "Docker": { "Dns": [] } }""", new() { ["PAYGRESS_Docker__Dns__0"] = "192.0.2.9" });

        loaded.Settings.Docker.Dns.ShouldBe(["192.0.2.9"]);
        loaded.Values.ShouldNotContain(v => v.Key == "Docker:Dns");
    }

    [Fact]
    public void Load_RefusedRangesOfTheFileAndTheEnvironment_AddToTheDefaultOnes()
    {
        var defaults = _file.Load("{}").Settings.Network.Refused;

        var refused = _file.Load("""{ "Network": { "Refused": [ "198.51.100.0/24", "203.0.113.0/24" ] } }""", new() { ["PAYGRESS_Network__Refused__0"] = "192.0.2.0/24" }).Settings.Network.Refused;

        refused.ShouldBe([.. defaults, "198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"], ignoreOrder: true);
        refused.Take(defaults.Count).ShouldBe(defaults);
    }

    [Fact]
    public void Load_EmptyListOfRefusedRanges_IsAFaultInsteadOfNothing()
    {
        var fault = _file.Faults("""{ "Network": { "Refused": [] } }""").ShouldHaveSingleItem();

        (fault.Origin, fault.Key).ShouldBe((_file.Path, "Network:Refused"));
        fault.Problem.ShouldBe("is empty, which takes nothing away: what is given here adds to what is from default; leave it out");
    }

    [Fact]
    public void All_EachListOfTexts_SaysHowItIsLayered() =>
        Settings.All.Where(s => s.Key.EndsWith(":*", StringComparison.Ordinal) && !s.Key.EndsWith(":Env:*", StringComparison.Ordinal))
            .ShouldAllBe(s => s.Layering != ListLayering.None);
}
