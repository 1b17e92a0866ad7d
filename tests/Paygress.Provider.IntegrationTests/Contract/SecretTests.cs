using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class SecretTests : IAsyncDisposable
{
    private const string Canary = "canary-7f3a91c4e0";

    private readonly ProviderProcess _provider = new();
    private readonly CancellationTokenSource _stop = new();

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return _provider.DisposeAsync();
    }

    [Fact]
    public async Task Spawn_EnvValue_IsNowhereButInTheContainer()
    {
        await _provider.StartAsync();
        var seen = WatchCommandLinesAsync();
        var accepted = await _provider.Api.SubmitAsync(new SpawnMessage { RequestId = "secret", Template = "idle", DurationSeconds = 60, Env = new() { ["PASS"] = Canary } });
        var lease = await _provider.Api.FollowAsync("secret");
        await _stop.CancelAsync();

        lease.State.ShouldBe("active", lease.LastError);
        (await TestEngine.DockerAsync("inspect", "--format={{json .Config.Env}}", lease.Container!.Name)).ShouldContain(Canary);
        (await seen).ShouldBeFalse("a process had it on its command line");
        accepted.Body.ShouldNotContain(Canary);
        foreach (var path in (string[])["leases?all=true", $"leases/{lease.LeaseId}", $"leases/{lease.LeaseId}/events", "spawns/secret", "status", "audit"])
        {
            (await _provider.Api.GetAsync($"/v1/{path}")).Body.Contains(Canary, StringComparison.Ordinal).ShouldBeFalse(path);
        }

        await CheckFilesAsync();
        await _provider.StopAsync();
        _provider.Log.ShouldAllBe(l => !l.Contains(Canary));
        await CheckFilesAsync();
    }

    [Theory]
    [InlineData("""{"template":"idle","duration_seconds":60,"env":{"A":"CANARY\n"}}""")]
    [InlineData("""{"template":"idle","duration_seconds":60,"env":{"A=CANARY":"x"}}""")]
    [InlineData("""{"template":"idle","duration_seconds":0,"env":{"A":"CANARY"}}""")]
    [InlineData("""{"template":"idle","duration_seconds":60,"env":["A=CANARY"]}""")]
    [InlineData("""{"template":"idle","duration_seconds":60,"env":{"A=CANARY":1}}""")]
    [InlineData("""{"template":"idle","duration_seconds":60,"env":{"A":"CANARY}""")]
    [InlineData("""{"template":"idle","duration_seconds":60,"volume_encryption":{"version":1,"algorithm":"luks2-aes-xts","key_b64":"CANARY"}}""")]
    [InlineData("""{"template":"idle","duration_seconds":60,"volume_encryption":{"version":1,"key":"CANARY"}}""")]
    public async Task Submit_RefusedWithASecret_DoesNotRepeatIt(string body)
    {
        await _provider.StartAsync();

        var answer = await _provider.Api.PostAsync("/v1/spawns", body.Replace("CANARY", Canary, StringComparison.Ordinal));

        ((int)answer.Status).ShouldBe(400, answer.Body);
        answer.Body.ShouldNotContain(Canary);
        await _provider.StopAsync();
        _provider.Log.ShouldAllBe(l => !l.Contains(Canary));
        await CheckFilesAsync();
    }

    private async Task CheckFilesAsync()
    {
        // The store's write-ahead log included.
        var found = await TestEngine.RunAsync("sh", "-c", $"grep -rlF --devices=skip {Canary} {_provider.Site.DataDirectory} {_provider.Site.RuntimeDirectory} || true");
        found.ShouldBeEmpty();
    }

    private Task<bool> WatchCommandLinesAsync() => Task.Run(async () =>
    {
        var seen = false;
        while (!_stop.IsCancellationRequested)
        {
            seen |= Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Any(HasIt);
            await Task.Yield();
        }

        return seen;
    });

    private static bool HasIt(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(Canary, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
