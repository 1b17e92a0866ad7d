using System.Net;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>A host is tried for real: what holds is offered, what does not is not.</summary>
[Collection(DaemonCollection.Name)]
public sealed class TrialTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public async ValueTask DisposeAsync() => await GuardedNetwork.EndAsync(_provider);

    [Fact]
    public async Task Trial_OfThisHost_EveryLimitHolds()
    {
        await _provider.StartAsync(("Network:Isolation", "required"));

        var trial = await _provider.CliAsync("trial", "--json");

        TestContext.Current.TestOutputHelper?.WriteLine(trial.Output + trial.Error);
        trial.ExitCode.ShouldBe(0);
        var lines = trial.Json.GetProperty("lines").EnumerateArray().ToList();
        lines.ShouldAllBe(l => l.GetProperty("outcome").GetString() == "held");
        lines.Select(l => l.GetProperty("limit").GetString()).ShouldContain("network 169.254.169.254");
        (await _provider.CliAsync("check", "--config", _provider.Site.ConfigFile)).Output.ShouldContain("limits hold, as tried at");
        (await _provider.Api.SpawnAsync("idle", 600)).State.ShouldBe("active");
    }

    /// <remarks>A docker that forgets an option stands for whatever makes a limit fail.</remarks>
    [Fact]
    public async Task Trial_LimitDoesNotHold_IsNotOfferedAnyMoreUntilItIsMended()
    {
        var docker = Path.Combine(_provider.Site.Root, "docker");
        await WriteDockerAsync(docker, "--read-only");
        await _provider.StartAsync(("Docker:Program", docker));

        var trial = await _provider.CliAsync("trial");

        trial.ExitCode.ShouldBe(ExitCode.Failed);
        trial.Output.ShouldContain("broken");
        await _provider.UntilSaidAsync("Check of limits, root failed: does not hold");
        (await _provider.Api.SubmitAsync("idle", 600)).Body.ShouldContain("does not hold, as tried at");
        (await _provider.CliAsync("check", "--config", _provider.Site.ConfigFile)).ExitCode.ShouldBe(1);

        await WriteDockerAsync(docker, "nothing");
        (await _provider.CliAsync("trial")).ExitCode.ShouldBe(0);
        await UntilTakenAsync();
    }

    // What a trial has shown counts with the check after it.
    private async Task UntilTakenAsync()
    {
        for (var start = TimeProvider.System.GetTimestamp(); (await _provider.Api.SubmitAsync("idle", 600)).Status is not HttpStatusCode.Accepted;)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task WriteDockerAsync(string path, string forgotten)
    {
        await File.WriteAllTextAsync(path, $"#!/bin/bash\nargs=()\nfor a in \"$@\"; do [[ $a == {forgotten} ]] || args+=(\"$a\"); done\nexec {TestEngine.Program} \"${{args[@]}}\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
