using System.Net.Sockets;
using System.Text;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class EventsVerbTests
{
    private const string Place = "retry: 1000\nid: 7\n\n";

    [Fact]
    public async Task Events_IntoAPipe_AreALineEach()
    {
        var cli = new CliHarness();
        Answer(cli, Place + Event(8, "Admitted", "provisioning", "vmid 1000") + Event(9, "Started", "active", "container\\u001b[2J"));

        (await cli.RunAsync("events")).ShouldBe(ExitCode.Done);

        cli.Provider.Requests.ShouldBe(["GET /v1/events?follow=false&last=20"]);
        Output(cli).ShouldBe(
            $"2026-01-02 12:00:08 UTC  1000  {SomeLease.Id}  Admitted            provisioning  vmid 1000\n" +
            $"2026-01-02 12:00:09 UTC  1000  {SomeLease.Id}  Started             active        container [2J\n");
    }

    [Fact]
    public async Task Events_OnAScreen_AreNoWiderThanIt()
    {
        var cli = new CliHarness { IsScreen = true, Environment = { ["NO_COLOR"] = "1" } };
        Answer(cli, Place + Event(8, "EvictionFailed", "evicting", new string('x', 300)));

        await cli.RunAsync("events", "-n", "5");

        var lines = cli.Out.Split('\n');
        lines[0].ShouldBe("2026-01-02 UTC");
        lines[1].ShouldStartWith("12:00:08  1000  aaaabbbbcccc  EvictionFailed      evicting      xxx");
        lines[1].Length.ShouldBe(80);
    }

    [Fact]
    public async Task Events_OnAScreen_NameEachDayOnce()
    {
        var cli = new CliHarness { IsScreen = true, Environment = { ["NO_COLOR"] = "1" } };
        Answer(cli, Place + Event(7, "Admitted", "provisioning", "x") + Event(8, "Started", "active", "x") + Event(9, "Released", "evicting", "x").Replace("01-02", "01-03", StringComparison.Ordinal));

        await cli.RunAsync("events");

        cli.Out.Split('\n').Select(l => l.Split(' ')[0]).ShouldBe(["2026-01-02", "12:00:07", "12:00:08", "2026-01-03", "12:00:09"]);
    }

    [Fact]
    public async Task Events_Json_IsAnObjectALine()
    {
        var cli = new CliHarness { IsScreen = true };
        Answer(cli, Place + Event(8, "Started", "active", "x"));

        await cli.RunAsync("events", "--json");

        Output(cli).ShouldBe($$"""{"id":8,"at":"2026-01-02T12:00:08Z","lease_id":"{{SomeLease.Id}}","vmid":1000,"event":"Started","state":"active","detail":"x"}""" + "\n");
        cli.Out.ShouldBeEmpty();
    }

    // As in a pager that nobody turns for half a minute.
    [Fact]
    public async Task Events_ConnectionBreaks_GoOnWhereTheyWere()
    {
        var cli = new CliHarness();
        var half = Event(9, "Started", "active", "x").TrimEnd('\n') + '\n';
        cli.Provider.Break(Encoding.UTF8.GetBytes(Place + Event(8, "Admitted", "provisioning", "x") + half), "text/event-stream");
        Answer(cli, "retry: 1000\nid: 8\n\n" + Event(9, "Started", "active", "x"));

        (await cli.RunAsync("events", "-n", "5000")).ShouldBe(ExitCode.Done);

        cli.Provider.Places.ShouldBe([null, "8"]);
        Output(cli).Split('\n').Length.ShouldBe(3);
        cli.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_PagerThatNobodyTurns_IsNotTheProvidersSilence()
    {
        var cli = new CliHarness { OutputDelay = TimeSpan.FromMinutes(5) };
        Answer(cli, Place + Event(8, "Admitted", "provisioning", "x") + Event(9, "Started", "active", "x"));

        (await cli.RunAsync("events")).ShouldBe(ExitCode.Done);

        Output(cli).Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public async Task Events_ConnectionBreaksAndNothingMoreComes_Fail()
    {
        var cli = new CliHarness();
        cli.Provider.Break(Encoding.UTF8.GetBytes(Place + Event(8, "Admitted", "provisioning", "x")), "text/event-stream");
        cli.Provider.Break("retry: 1000\nid: 8\n\n"u8.ToArray(), "text/event-stream");

        (await cli.RunAsync("events")).ShouldBe(ExitCode.Unreachable);
    }

    [Fact]
    public async Task Follow_ConnectionLost_GoesOnAfterTheLastEvent()
    {
        using var interrupt = new CancellationTokenSource();
        var cli = new CliHarness();
        Answer(cli, Place + Event(8, "Admitted", "provisioning", "x"));
        cli.Provider.Throw(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.ConnectionRefused)));
        Answer(cli, "retry: 1000\nid: 8\n\n" + Event(9, "Started", "active", "x"));
        cli.Provider.AtTheEnd = interrupt.Cancel;

        (await cli.RunUntilAsync(interrupt, "events", "-f")).ShouldBe(ExitCode.Interrupted);

        cli.Provider.Places.ShouldBe([null, "8", "8", "9"]);
        Output(cli).Split('\n').Length.ShouldBe(3);
        cli.Error.ShouldContain("the provider ended the stream; trying again");
        cli.Error.ShouldContain("nobody listens");
    }

    [Fact]
    public async Task Follow_NobodyThereAtFirst_Fails()
    {
        var cli = new CliHarness();
        cli.Provider.Throw(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.ConnectionRefused)));

        (await cli.RunAsync("events", "-f")).ShouldBe(ExitCode.Unreachable);
    }

    [Fact]
    public async Task Follow_TooMany_IsRefused()
    {
        var cli = new CliHarness();
        cli.Provider.Refuse(SomeLease.Problem(429, "too_many_requests"));

        (await cli.RunAsync("events", "-f")).ShouldBe(ExitCode.Refused);
    }

    private static void Answer(CliHarness cli, string stream) => cli.Provider.Answer(Encoding.UTF8.GetBytes(stream), "text/event-stream");

    private static string Output(CliHarness cli) => Encoding.UTF8.GetString(cli.RawOutput.ToArray());

    private static string Event(int id, string name, string state, string detail) =>
        $"id: {id}\ndata: {{\"id\":{id},\"at\":\"2026-01-02T12:00:0{id}Z\",\"lease_id\":\"{SomeLease.Id}\",\"vmid\":1000,\"event\":\"{name}\",\"state\":\"{state}\",\"detail\":\"{detail}\"}}\n\n";
}
