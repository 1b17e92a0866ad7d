using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
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
        var following = _provider.Api.GetAsync("/v1/events?last=100");
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
    public async Task Events_ListThatAStopCutsOff_DoesNotPassForTheWhole()
    {
        await _provider.StartAsync();
        await _provider.Api.SpawnAsync("idle", 60);
        await FillAsync(20_000);
        using var client = await AskAsync("/v1/events?follow=false&last=10000");
        var first = new byte[1];
        await client.ReceiveAsync(first);

        // What is on its way is more than the sockets hold, and is not taken.
        (await _provider.StopAsync()).ShouldBe(0);

        var rest = await ReadAllAsync(client);
        rest.Split("\ndata: ").Length.ShouldBeLessThan(10_000);
        rest.ShouldNotEndWith("0\r\n\r\n");
        await _provider.StartAgainAsync();
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

    /// <remarks>Each reader has a process of docker's client.</remarks>
    [Fact]
    public async Task Logs_MoreReadersThanThereArePlaces_AreRefusedUntilOneLeaves()
    {
        await _provider.StartAsync();
        var logs = $"/v1/leases/{(await _provider.Api.SpawnAsync("idle", 600)).LeaseId}/logs";
        var readers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => AskAsync($"{logs}?follow=true")));

        await Eventually.IsSoAsync(async () => (int)(await _provider.Api.GetAsync(logs)).Status == 429, "nobody is refused");
        ContractProvider.CheckProblem(await _provider.Api.GetAsync(logs), 429, "too_many_requests");
        readers[0].Dispose();

        await Eventually.IsSoAsync(async () => (int)(await _provider.Api.GetAsync(logs)).Status == 200, "nobody gets the place that is free");
        Array.ForEach(readers, r => r.Dispose());
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

    // Nobody takes the answer.
    private async Task<Socket> AskAsync(string path)
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(_provider.Site.Socket));
        await client.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: provider\r\nConnection: close\r\n\r\n"));
        return client;
    }

    // As a long history has them; their numbers are beyond those that the lease will get.
    private async Task FillAsync(int count)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_provider.Site.DataDirectory, "provider.db")};Pooling=False");
        await connection.OpenAsync();
        await using var fill = connection.CreateCommand();
        fill.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 999 + $count)
            INSERT INTO lease_events (lease_id, version, at, name, state, detail)
            SELECT lease_id, i, at, name, state, hex(zeroblob(200)) FROM n, (SELECT * FROM lease_events LIMIT 1)
            """;
        fill.Parameters.AddWithValue("$count", count);
        (await fill.ExecuteNonQueryAsync()).ShouldBe(count);
    }

    private static async Task<string> ReadAllAsync(Socket client)
    {
        var (text, buffer) = (new StringBuilder(), new byte[65_536]);
        try
        {
            while (await client.ReceiveAsync(buffer) is > 0 and var count)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // Broken off, as it has to be.
        }

        return text.ToString();
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
