using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Contracts;

/// <summary>What Core counts on, whichever way containers are made: run against docker and against the fake.</summary>
public abstract class ComputeBackendContract
{
    protected abstract IComputeBackend Backend { get; }

    protected abstract string ImageId { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_NewName_IsListedAsOursAndNotRunning()
    {
        var spec = NewSpec();

        var id = (await Backend.CreateAsync(spec, Token)).Value();

        id.Length.ShouldBe(64);
        var status = (await Backend.InspectAsync(spec.Vmid, Token)).Value().ShouldNotBeNull();
        status.ShouldSatisfyAllConditions(
            s => s.Id.ShouldBe(id),
            s => s.Name.ShouldBe($"paygress-{spec.Vmid}"),
            s => s.IsOurs.ShouldBeTrue(),
            s => s.LeaseId.ShouldBe(spec.LeaseId),
            s => s.Vmid.ShouldBe(spec.Vmid),
            s => s.State.ShouldBe(ContainerState.Created),
            s => s.StartedAt.ShouldBeNull(),
            s => s.Ip.ShouldBeNull());
        (await Backend.ListOursAsync(Token)).Value().ShouldContain(s => s.Id == id);
        (await Backend.FindOccupiedVmidsAsync(Token)).Value().ShouldContain(spec.Vmid);
    }

    [Fact]
    public async Task CreateAsync_NameTaken_Fails()
    {
        var spec = NewSpec();
        await Backend.CreateAsync(spec, Token);

        var again = await Backend.CreateAsync(spec with { LeaseId = LeaseId.New(Some.Now) }, Token);

        again.ShouldBeOfType<HostResult<string>.Failed>();
        (await Backend.InspectAsync(spec.Vmid, Token)).Value()!.LeaseId.ShouldBe(spec.LeaseId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DescribeAsync_OursOfAnyKind_SaysAllThatALeaseIsRebuiltFrom(bool writableRoot)
    {
        var fresh = NewSpec();
        var spec = fresh with { Workload = fresh.Workload with { WritableRoot = writableRoot } };
        var id = (await Backend.CreateAsync(spec, Token)).Value();

        var details = (await Backend.DescribeAsync(spec.Vmid, Token)).Value().ShouldNotBeNull();

        details.ShouldSatisfyAllConditions(
            d => (d.Status.Id, d.Status.LeaseId, d.Status.Vmid).ShouldBe((id, spec.LeaseId, spec.Vmid)),
            d => (d.RequestId, d.Owner, d.Duration).ShouldBe((spec.RequestId, spec.Owner, spec.Duration)),
            d => (d.TierId, d.Template, d.DataPath).ShouldBe((spec.Workload.Tier.Id, spec.Workload.Template, spec.Workload.DataPath)),
            d => d.ImageId.ShouldBe(spec.ImageId),
            d => d.WritableRoot.ShouldBe(writableRoot),
            d => (d.CpuMillicores, d.MemoryBytes).ShouldBe((spec.Workload.Tier.CpuMillicores, spec.Workload.Tier.MemoryBytes)),
            d => d.Ports.ShouldBe(spec.Ports.Select(p => p with { Label = null })));
    }

    [Fact]
    public async Task DescribeAsync_NoSuchContainer_IsNone() => (await Backend.DescribeAsync(new Vmid(1999), Token)).Value().ShouldBeNull();

    [Fact]
    public async Task StartAsync_Twice_RunsOnceWithAnAddress()
    {
        var spec = NewSpec();
        var id = (await Backend.CreateAsync(spec, Token)).Value();

        (await Backend.StartAsync(id, Token)).IsDone.ShouldBeTrue();
        var first = (await Backend.InspectAsync(spec.Vmid, Token)).Value()!;
        (await Backend.StartAsync(id, Token)).IsDone.ShouldBeTrue();

        first.IsRunning.ShouldBeTrue();
        first.Ip.ShouldNotBeNull().ShouldStartWith("10.213.");
        (await Backend.InspectAsync(spec.Vmid, Token)).Value()!.StartedAt.ShouldBe(first.StartedAt);
    }

    [Fact]
    public async Task StartAsync_NoSuchContainer_Fails() =>
        (await Backend.StartAsync(new string('f', 64), Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();

    [Fact]
    public async Task InspectAsync_NoSuchContainer_IsNone() =>
        (await Backend.InspectAsync(new Vmid(1999), Token)).Value().ShouldBeNull();

    [Fact]
    public async Task SignalAsync_SomeGoneAndSomeNotRunning_EndsTheOthers()
    {
        var running = await StartedAsync();
        var idle = NewSpec();
        var idleId = (await Backend.CreateAsync(idle, Token)).Value();

        (await Backend.SignalAsync([new string('e', 64), running.Id, idleId], StopSignal.Kill, Token)).IsDone.ShouldBeTrue();

        var status = await UntilAsync(running.Spec.Vmid, s => s?.State == ContainerState.Exited);
        status!.ExitCode.ShouldBe(137);
        status.Ip.ShouldBeNull();
    }

    [Fact]
    public async Task DeleteAsync_RunningAndGone_RemovesAllAndMayBeRepeated()
    {
        var first = await StartedAsync();
        var second = await StartedAsync();
        ImmutableArray<string> ids = [first.Id, new string('d', 64), second.Id];

        (await Backend.DeleteAsync(ids, Token)).IsDone.ShouldBeTrue();
        (await Backend.DeleteAsync(ids, Token)).IsDone.ShouldBeTrue();

        (await Backend.ListOursAsync(Token)).Value().ShouldNotContain(s => ids.Contains(s.Id));
        (await Backend.InspectAsync(first.Spec.Vmid, Token)).Value().ShouldBeNull();
    }

    [Fact]
    public async Task EveryCall_Cancelled_Throws() =>
        await Should.ThrowAsync<OperationCanceledException>(() => Backend.ListOursAsync(new CancellationToken(canceled: true)));

    protected ContainerSpec NewSpec(string? dataPath = null) => new()
    {
        LeaseId = LeaseId.New(Some.Now),
        Vmid = TestVmids.Next(),
        RequestId = Some.RequestId(),
        Owner = OwnerId.Local,
        Workload = Some.Workload(dataPath: dataPath) with { Tier = new Tier("tiny", 100, 64, 1, 5), Capabilities = Capabilities.Default },
        ImageId = ImageId,
        Duration = TimeSpan.FromMinutes(10),
    };

    protected async Task<(ContainerSpec Spec, string Id)> StartedAsync()
    {
        var spec = NewSpec();
        var id = (await Backend.CreateAsync(spec, Token)).Value();
        (await Backend.StartAsync(id, Token)).IsDone.ShouldBeTrue();
        return (spec, id);
    }

    protected async Task<ContainerStatus?> UntilAsync(Vmid vmid, Func<ContainerStatus?, bool> isSo)
    {
        ContainerStatus? status;
        do
        {
            status = (await Backend.InspectAsync(vmid, Token)).Value();
        }
        while (!isSo(status));
        return status;
    }
}
