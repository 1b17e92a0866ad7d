using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Spawning;

/// <summary>From queued to active, and back to nothing when a step goes wrong.</summary>
public sealed class LeaseProvisionerTests
{
    private static readonly HostFault Refusal = new HostFault.Refusal(ErrorCodes.BackendError, "no");

    private readonly World _world = new();

    [Fact]
    public async Task ProvisionAsync_AllWell_RunsAndCountsFromThere()
    {
        var lease = await _world.SpawnAsync();

        lease.State.ShouldBe(LeaseState.Active);
        lease.ExpiresAt.ShouldBe(Some.Now.AddMinutes(10));
        var container = _world.Compute.Find(lease.Vmid!.Value).ShouldNotBeNull();
        (container.Status.Id, container.Status.Ip).ShouldBe((lease.ContainerId, lease.ContainerIp));
        container.Spec!.ImageId.ShouldBe(lease.ImageId);
        container.Spec.EnvironmentFile.ShouldBe($"/requests/{lease.RequestId}.env");
        _world.Volumes.IsOpen(lease.Id, lease.Vmid.Value).ShouldBeTrue();
        _world.Environment.List().ShouldBeEmpty();
        _world.Progress.Find(lease.Id).ShouldBeNull();
        (await _world.Books.Queue.GetDepthAsync(World.Token)).ShouldBe(0);
    }

    public static TheoryData<string, string> Steps => new()
    {
        { "volume", "Create" },
        { "compute", "Create" },
        { "compute", "Start" },
        { "compute", "Inspect" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task ProvisionAsync_StepRefused_IsUndone(string part, string verb) =>
        await FailAsync(part, verb, Refusal, ErrorCodes.BackendError, held: false);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task ProvisionAsync_StepNotAnswered_IsUndoneAndHeld(string part, string verb) =>
        await FailAsync(part, verb, HostFault.Unanswered, ErrorCodes.BackendUnavailable, held: true);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task ProvisionAsync_ReplyLost_IsUndoneAndHeld(string part, string verb) =>
        await FailAsync(part, verb, HostFault.ReplyLost, ErrorCodes.BackendUnavailable, held: true);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task ProvisionAsync_EffectComesLate_IsUndoneNonetheless(string part, string verb)
    {
        Faults(part).Next(verb, HostFault.Late);
        var lease = await _world.SpawnAsync();

        await _world.EvictAsync();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Evicting);
        Faults(part).LandLateEffects();
        await EndAsync(lease.Id);

        ShouldBeBare();
    }

    [Fact]
    public async Task ProvisionAsync_DockerSilent_IsRejected()
    {
        _world.Compute.Faults.Always("FindOccupiedVmids", HostFault.Unanswered);

        var lease = await _world.SpawnAsync();

        (lease.State, lease.EndReason, lease.Code).ShouldBe((LeaseState.Failed, EndReason.Rejected, ErrorCodes.BackendUnavailable));
    }

    [Fact]
    public async Task ProvisionAsync_NoRoom_IsRejected()
    {
        _world.Meter.Node = _world.Meter.Node! with { MemoryAvailableBytes = 0 };

        var lease = await _world.SpawnAsync();

        (lease.State, lease.EndReason, lease.Code, lease.Vmid).ShouldBe((LeaseState.Failed, EndReason.Rejected, ErrorCodes.NoCapacity, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProvisionAsync_OneLookSpoiled_LooksAgain(bool isRefused)
    {
        _world.Compute.Faults.Next("FindOccupiedVmids", isRefused ? Refusal : HostFault.Unanswered);

        (await _world.SpawnAsync()).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task ProvisionAsync_WaitedTooLong_IsRejected()
    {
        var lease = await _world.SubmitAsync(Requests.Hello());
        _world.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(10_000));

        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await _world.Work.DrainAsync();

        var rejected = await _world.ReadAsync(lease.Id);
        (rejected.State, rejected.EndReason).ShouldBe((LeaseState.Failed, EndReason.Rejected));
        rejected.LastError.ShouldNotBeNull().ShouldContain("10m");
        _world.Compute.Faults.Calls.ShouldBeEmpty("docker may be silent, and others wait");
    }

    [Theory]
    [InlineData(PullPolicy.Missing, ErrorCodes.ImageNotFound)]
    [InlineData(PullPolicy.Never, ErrorCodes.ImageNotFound)]
    public async Task ProvisionAsync_ImageNowhere_Fails(PullPolicy policy, string code)
    {
        var world = new World(policy);
        var lease = await world.SpawnAsync(Image());

        (lease.State, lease.EndReason, lease.Code).ShouldBe((LeaseState.Evicting, EndReason.ProvisionFailed, code));
        lease.HoldUntil.ShouldBeNull();
        await world.EvictAsync();
        (await world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Failed);
    }

    [Fact]
    public async Task ProvisionAsync_EnvLost_StartsNothingWithoutIt()
    {
        var request = Requests.Hello("r1");
        var lease = await _world.SubmitAsync(request);
        _world.Environment.Delete(lease.RequestId);

        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await _world.Work.DrainAsync();

        var failed = await _world.ReadAsync(lease.Id);
        (failed.State, failed.Code).ShouldBe((LeaseState.Evicting, ErrorCodes.BackendError));
        _world.Compute.Find(failed.Vmid!.Value).ShouldBeNull();
    }

    [Fact]
    public async Task ProvisionAsync_ImageOnlyInTheRegistry_IsPulled()
    {
        var id = _world.Images.AddRemote("allowed/one");

        var lease = await _world.SpawnAsync(Image());

        (lease.State, lease.ImageId).ShouldBe((LeaseState.Active, id));
    }

    [Theory]
    [InlineData("volume", "Create")]
    [InlineData("compute", "Create")]
    [InlineData("compute", "Start")]
    [InlineData("compute", "Inspect")]
    [InlineData("image", "Find")]
    [InlineData("image", "Pull")]
    public async Task ProvisionAsync_ReleasedDuringAStep_EndsAndLeavesNothing(string part, string verb)
    {
        _world.Images.AddRemote("allowed/one");
        var lease = await _world.SubmitAsync(Image() with { DataPath = "/data" });
        var gate = Faults(part).Hold(verb);
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => Faults(part).Calls.Any(c => c.Verb == verb));

        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Released("changed my mind", _world.Time.GetUtcNow()), World.Token);
        gate.Dispose();
        await _world.Work.DrainAsync();
        await EndAsync(lease.Id);

        (await _world.ReadAsync(lease.Id)).EndReason.ShouldBe(EndReason.Released);
        ShouldBeBare();
    }

    [Fact]
    public async Task ProvisionAsync_ReleasedAndThenCutOff_HoldsTheVmid()
    {
        var lease = await _world.SubmitAsync(Requests.Hello());
        _world.Compute.Faults.Next("Create", HostFault.Late);
        var gate = _world.Compute.Faults.Hold("Create");
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "Create"));
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Released(null, _world.Time.GetUtcNow()), World.Token);
        gate.Dispose();
        await _world.Work.DrainAsync();

        await _world.EvictAsync();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Evicting);
        _world.Compute.Faults.LandLateEffects();
        await EndAsync(lease.Id);

        ShouldBeBare();
    }

    [Fact]
    public async Task ProvisionAsync_ContainerExitsAtOnce_IsActiveAll()
    {
        var lease = await _world.SubmitAsync(Requests.Hello());
        var gate = _world.Compute.Faults.Hold("Start");
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "Start"));
        _world.Compute.Find(new Vmid(1000))!.ExitsAtStart = true;
        gate.Dispose();
        await _world.Work.DrainAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    // As by "docker volume prune" between the making of the two: docker makes the container a volume of its own then, in clear, with our labels.
    [Fact]
    public async Task ProvisionAsync_VolumeRemovedWhileTheContainerIsMade_StartsNothingAndLeavesNothing()
    {
        var lease = await _world.SubmitAsync(Requests.Encrypted());
        var gate = _world.Compute.Faults.Hold("Create");
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "Create"));
        _world.Volumes.Find(new Vmid(1000))!.IsOpen = false; // as an entry that is not exactly ours is told
        gate.Dispose();
        await _world.Work.DrainAsync();

        var failed = await _world.ReadAsync(lease.Id);
        (failed.State, failed.EndReason, failed.Code).ShouldBe((LeaseState.Evicting, EndReason.ProvisionFailed, ErrorCodes.BackendError));
        failed.ContainerId.ShouldBe(_world.Compute.Containers.ShouldHaveSingleItem().Status.Id);
        _world.Compute.Faults.Calls.ShouldNotContain(c => c.Verb == "Start");
        await EndAsync(lease.Id);
        ShouldBeBare();
    }

    // Left by a request of that id that was never accepted: its values may be another owner's.
    [Fact]
    public async Task ProvisionAsync_EnvFileThatItDoesNotKnowOf_IsNotGivenToTheContainer()
    {
        var lease = await _world.SubmitAsync(Requests.Hello() with { Env = Requests.Env() });
        await _world.Environment.WriteAsync(lease.RequestId, ImmutableSortedDictionary<string, string>.Empty.Add("SECRET", "another's"), World.Token);

        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await _world.Work.DrainAsync();

        _world.Compute.Containers.ShouldHaveSingleItem().Spec!.EnvironmentFile.ShouldBeNull();
    }

    [Fact]
    public async Task ProvisionAsync_EndCannotBeTakenDown_IsUndone()
    {
        _world.Ends.Answer = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the disk is full");

        var lease = await _world.SpawnAsync();

        (lease.State, lease.EndReason, lease.LastError).ShouldBe((LeaseState.Evicting, EndReason.ProvisionFailed, "the disk is full"));
        _world.Ends.Answer = HostResult.Done;
        await EndAsync(lease.Id);
        ShouldBeBare();
    }

    // A container that is made late finds the volume that it was made for: docker would make it another one.
    [Fact]
    public async Task ProvisionAsync_CreateCutOff_KeepsTheVolumeAsLongAsItMayStillHappen()
    {
        _world.Compute.Faults.Next("Create", HostFault.Late);
        var lease = await _world.SpawnAsync();

        await _world.EvictAsync();
        _world.Volumes.OccupiedVmids.ShouldBe([lease.Vmid!.Value]);
        _world.Compute.Faults.LandLateEffects();
        await EndAsync(lease.Id);

        ShouldBeBare();
    }

    // It makes what it was asked for after it came back, and not before.
    [Fact]
    public async Task ProvisionAsync_CreateCutOffByADockerThatHangsForLong_KeepsTheVolumeFromItsFirstAnswer()
    {
        _world.Compute.Faults.Next("Create", HostFault.Late);
        var lease = await _world.SpawnAsync();
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        await _world.EvictAsync();
        _world.Time.Advance(_world.Cleanup.SettleTime * 10);
        _world.Compute.Faults.Clear();

        await _world.EvictAsync();
        _world.Volumes.OccupiedVmids.ShouldBe([lease.Vmid!.Value]);
        _world.Compute.Faults.LandLateEffects();
        await EndAsync(lease.Id);

        ShouldBeBare();
    }

    private static SpawnRequest Image() => Requests.Hello() with { Template = null, Image = "allowed/one" };

    private async Task FailAsync(string part, string verb, HostFault fault, string code, bool held)
    {
        Faults(part).Next(verb, fault);

        var lease = await _world.SpawnAsync();

        (lease.State, lease.EndReason, lease.Code).ShouldBe((LeaseState.Evicting, EndReason.ProvisionFailed, code));
        lease.HoldUntil.ShouldBe(held ? Some.Now + _world.Cleanup.SettleTime : null);
        await EndAsync(lease.Id);
        (await _world.ReadAsync(lease.Id)).EndedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(lease.HoldUntil ?? Some.Now);
        ShouldBeBare();
    }

    private async Task EndAsync(LeaseId id)
    {
        for (var i = 0; i < 5 && !(await _world.ReadAsync(id)).IsOver; i++)
        {
            var lease = await _world.ReadAsync(id);
            if (lease.NextEvictionAt > _world.Time.GetUtcNow())
            {
                _world.Time.SetUtcNow(lease.NextEvictionAt.Value);
            }

            await _world.EvictAsync();
        }

        var ended = await _world.ReadAsync(id);
        ended.State.ShouldBe(LeaseState.Failed, ended.LastError);
    }

    private void ShouldBeBare()
    {
        _world.Compute.Containers.ShouldBeEmpty();
        _world.Volumes.OccupiedVmids.ShouldBeEmpty();
        _world.Environment.List().ShouldBeEmpty();
    }

    private FaultScript Faults(string part) => part switch
    {
        "volume" => _world.Volumes.Faults,
        "image" => _world.Images.Faults,
        _ => _world.Compute.Faults,
    };
}
