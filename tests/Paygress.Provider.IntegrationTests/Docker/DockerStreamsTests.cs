using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Docker;

public sealed class DockerStreamsTests(DockerHost host) : IClassFixture<DockerHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task WatchAsync_ContainerDies_IsTold()
    {
        var events = new DockerEvents(host.Runner, host.Options, host.InstanceId, TimeProvider.System, NullLogger<DockerEvents>.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var deaths = events.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = deaths.MoveNextAsync();

        ContainerSpec spec;
        string id;
        do
        {
            // The first may die before docker has begun to tell.
            (spec, id) = await StartAsync(await ShellImageAsync("exit 3"));
            await host.DockerAsync("wait", id);
        }
        while (!next.IsCompleted);

        (await next).ShouldBeTrue();
        deaths.Current.ExitCode.ShouldBe(3);
        spec.ShouldNotBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task WatchAsync_StreamWasDead_IsRenewedWithWhatHappenedMeanwhile()
    {
        var client = await host.WriteClientAsync($"""case "$*" in *--since=*) exec {host.Program} "$@" ;; *) exec sleep 100 ;; esac""");
        var options = new DockerOptions { Program = client, EventsIdleTimeout = TimeSpan.FromSeconds(5) };
        var events = new DockerEvents(host.Runner, options, host.InstanceId, TimeProvider.System, NullLogger<DockerEvents>.Instance);
        await using var deaths = events.WatchAsync(Token).GetAsyncEnumerator(Token);
        var next = deaths.MoveNextAsync();

        var (spec, id) = await StartAsync(await ShellImageAsync("exit 4"));
        await host.DockerAsync("wait", id);

        // Docker also tells of those that died just before, in another test.
        (await next).ShouldBeTrue();
        while (deaths.Current.LeaseId != spec.LeaseId)
        {
            (await deaths.MoveNextAsync()).ShouldBeTrue();
        }

        deaths.Current.ExitCode.ShouldBe(4);
    }

    [Fact(Timeout = 60_000)]
    public async Task CopyAsync_BothOutputs_AreMerged()
    {
        var (_, id) = await StartAsync(await ShellImageAsync("echo out; echo err >&2"));
        await host.DockerAsync("wait", id);
        using var output = new MemoryStream();

        (await new DockerLogs(host.Runner, host.Options).CopyAsync(id, follow: true, output, Token)).Value();

        Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(["err", "out"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task CopyAsync_NoSuchContainer_IsNotFoundAndWritesNothing()
    {
        using var output = new MemoryStream();

        (await new DockerLogs(host.Runner, host.Options).CopyAsync(new string('a', 64), follow: false, output, Token)).FailedCode().ShouldBe(ErrorCodes.NotFound);

        output.Length.ShouldBe(0);
    }

    private Task<string> ShellImageAsync(string script) => host.ImportImageAsync($"CMD [\"/bin/sh\",\"-c\",\"{script}\"]", _ => { });

    private async Task<(ContainerSpec Spec, string Id)> StartAsync(string imageId)
    {
        var spec = new ContainerSpec
        {
            LeaseId = LeaseId.New(Some.Now),
            Vmid = TestVmids.Next(),
            RequestId = Some.RequestId(),
            Owner = OwnerId.Local,
            Workload = Some.Workload(dataPath: null) with { Tier = new Tier("tiny", 100, 64, 1, 5), Capabilities = Capabilities.Default },
            ImageId = imageId,
            Duration = TimeSpan.FromMinutes(10),
        };
        var id = (await host.Backend().CreateAsync(spec, Token)).Value();
        (await host.Backend().StartAsync(id, Token)).Value();
        return (spec, id);
    }
}
