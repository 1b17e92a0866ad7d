using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class EventStreamTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Events_WholeLife_AreSentInOrderAndGoOnAfterARestart()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 60);
        var before = await _provider.Api.GetAsync("/v1/events?follow=false&last=100");
        var place = before.Body.Split('\n').Last(l => l.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..];
        await _provider.RestartAsync();
        await _provider.Api.SendAsync(HttpMethod.Delete, $"/v1/leases/{lease.Vmid}?wait=30s");

        var rest = await _provider.CliAsync("events", "--json", "--last", "2");

        Names(before.Body).ShouldBe(["Enqueued", "Admitted", "ImageReady", "Started"]);
        rest.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Name).ShouldBe(["Released", "VerifiedGone"]);
        long.Parse(place, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(1_700_000_000_000);
    }

    [Fact]
    public async Task Events_Followed_ComeAsTheyHappenAndAStopIsNotHeldUp()
    {
        await _provider.StartAsync();
        var following = _provider.Api.GetAsync("/v1/events");
        var lease = await _provider.Api.SpawnAsync("idle", 60);
        await _provider.Api.ReleaseAsync(lease.LeaseId);
        await _provider.Api.UntilNoneAsync();

        var began = TimeProvider.System.GetTimestamp();
        (await _provider.StopAsync()).ShouldBe(0);

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        // What happened in the last moment may be left for the next provider to send.
        Names((await following).Body).Take(5).ShouldBe(["Enqueued", "Admitted", "ImageReady", "Started", "Released"]);
    }

    [Fact]
    public async Task Logs_Followed_DoNotHoldUpAStop()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 60);
        var following = _provider.CliAsync("logs", "--follow", lease.LeaseId);
        await Eventually.IsSoAsync(() => Directory.EnumerateDirectories("/proc").Any(p => ReadCommand(p).Contains("logs\0--follow\0--\0", StringComparison.Ordinal)), "docker is not asked");

        var began = TimeProvider.System.GetTimestamp();
        (await _provider.StopAsync()).ShouldBe(0);

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await following;
    }

    [Theory]
    [InlineData("/v1/events?follow=perhaps")]
    [InlineData("/v1/events?last=-1")]
    [InlineData("/v1/events?last=many")]
    public async Task Events_Nonsense_IsRefused(string path)
    {
        await _provider.StartAsync();

        ContractProvider.CheckProblem(await _provider.Api.GetAsync(path), 400, "invalid_request");
    }

    [Fact]
    public async Task Why_OfALeaseThatIsOver_TellsEachStep()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 60);
        await _provider.Api.SendAsync(HttpMethod.Delete, $"/v1/leases/{lease.Vmid}?wait=30s&reason=test");

        var why = (await _provider.Api.GetAsync($"/v1/leases/{lease.LeaseId}/why")).Json;

        why.GetProperty("summary").GetString().ShouldBe("It is over: it was released. Nothing of it is left.");
        why.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("step").GetString()).ShouldBe(["queue", "image", "container", "run", "removal"]);
        why.GetProperty("steps")[3].GetProperty("detail").GetString().ShouldBe("released: test");
        (await _provider.CliAsync("why", lease.LeaseId)).Output.ShouldContain("nothing is left");
        ContractProvider.CheckProblem(await _provider.Api.GetAsync("/v1/leases/999999/why"), 404, "not_found");
    }

    private static string ReadCommand(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // no process, or one that has ended
        }
    }

    private static IEnumerable<string?> Names(string stream) =>
        stream.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => Name(l["data: ".Length..]));

    private static string? Name(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("event").GetString();
}
