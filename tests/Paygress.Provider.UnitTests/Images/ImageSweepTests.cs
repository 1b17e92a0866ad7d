using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Images;

/// <summary>What was fetched is removed when it is more than is kept; what is in doubt stays.</summary>
public sealed class ImageSweepTests
{
    private const string ByDigest = "allowed/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly World _world = new();

    public ImageSweepTests() => _world.ImagesOptions.KeepGb = 0;

    [Fact]
    public async Task RunAsync_LeaseIsOver_ItsImageIsRemovedOnceNobodyMayWantIt()
    {
        var lease = await FetchAsync("allowed/app:1");
        await SweepAsync();
        Found("allowed/app:1").ShouldBeTrue();

        await EndAsync(lease);
        await SweepAsync();

        Found("allowed/app:1").ShouldBeFalse();
        (await _world.Books.Images.ListAsync(World.Token)).ShouldBeEmpty();
        _world.LoggedIds.ShouldContain(EventIds.ImageRemoved);
    }

    [Fact]
    public async Task RunAsync_ImageThatWasThereBefore_IsNeverTouched()
    {
        _world.Images.AddLocal("allowed/app:1");

        await EndAsync(await FetchAsync("allowed/app:1"));
        await SweepAsync();

        Found("allowed/app:1").ShouldBeTrue();
    }

    /// <remarks>The content was there under another name: docker only gave it one more.</remarks>
    [Fact]
    public async Task RunAsync_ContentThatWasThereBefore_IsNeverTouched()
    {
        _world.Images.AddLocal("operator/base:1");
        _world.Images.AddRemote("allowed/app:1", content: "operator/base:1");

        await EndAsync(await SpawnAsync("allowed/app:1"));
        await SweepAsync();

        Found("allowed/app:1").ShouldBeTrue();
        Found("operator/base:1").ShouldBeTrue();
    }

    /// <remarks>A fetch by digest gives no name: the one that is there is somebody else's.</remarks>
    [Fact]
    public async Task RunAsync_ContentThatWasThereAndFetchedByDigest_IsNeverTouched()
    {
        _world.Images.AddLocal("mirror/app:1");
        _world.Images.AddRemote(ByDigest, content: "mirror/app:1");

        await EndAsync(await SpawnAsync(ByDigest));
        await SweepAsync();

        Found("mirror/app:1").ShouldBeTrue();
        (await _world.Books.Images.ListAsync(World.Token)).ShouldBeEmpty();
    }

    /// <remarks>A pull by digest leaves no name that would show whose it is.</remarks>
    [Fact]
    public async Task RunAsync_ContentThatWasThereByDigestAlone_IsNeverTouched()
    {
        _world.Images.AddLocal(ByDigest);
        _world.Images.AddRemote("allowed/app:1", content: ByDigest);

        await EndAsync(await SpawnAsync("allowed/app:1"));
        await SweepAsync();

        Found(ByDigest).ShouldBeTrue();
        (await _world.Books.Images.ListAsync(World.Token)).ShouldBeEmpty();
    }

    /// <remarks>Whose it is nobody can say then.</remarks>
    [Fact]
    public async Task RunAsync_DockerDidNotListWhatWasThere_IsKept()
    {
        _world.Images.Faults.Next("ListIds", HostFault.Unanswered);

        await EndAsync(await FetchAsync("allowed/app:1"));
        await SweepAsync();

        Found("allowed/app:1").ShouldBeTrue();
        (await _world.Books.Images.ListBegunAsync(World.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_FetchedByDigestAlone_IsRemoved()
    {
        await EndAsync(await FetchAsync(ByDigest));
        await SweepAsync();

        Found(ByDigest).ShouldBeFalse();
    }

    /// <remarks>Fetched once more after somebody has named it: that name is not ours by it.</remarks>
    [Fact]
    public async Task RunAsync_NamedBySomebodyElseBetweenTwoFetches_IsKept()
    {
        var world = new World(PullPolicy.Always) { ImagesOptions = { KeepGb = 0 } };
        world.Images.AddRemote("allowed/app:1");
        var request = new SpawnRequest { Image = "allowed/app:1", DurationSeconds = 600 };
        var first = await world.SpawnAsync(request);
        world.Images.Tag("allowed/app:1", "operator/mine:1");

        var second = await world.SpawnAsync(request);

        foreach (var lease in (Lease[])[first, second])
        {
            await world.Releaser.ReleaseAsync(lease, null, World.Token);
        }

        await world.EvictAsync();
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.ImageSweep.RunAsync(World.Token);
        world.Images.IsLocal("operator/mine:1").ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_SomebodyElseNamedItToo_IsKeptAndTold()
    {
        var lease = await FetchAsync("allowed/app:1");
        _world.Images.Tag("allowed/app:1", "operator/mine:1");

        await EndAsync(lease);
        await SweepAsync();

        Found("operator/mine:1").ShouldBeTrue();
        _world.LoggedIds.ShouldContain(EventIds.ImageKept);
        (await _world.Books.Images.ListAsync(World.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_TwoNamesOfOurs_BothGo()
    {
        _world.Images.AddRemote("allowed/app:2", content: "allowed/app:1");
        var first = await FetchAsync("allowed/app:1");
        var second = await SpawnAsync("allowed/app:2");

        await EndAsync(first);
        await EndAsync(second);
        await SweepAsync();

        Found("allowed/app:1").ShouldBeFalse();
        Found("allowed/app:2").ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_SomebodysContainerIsMadeOfIt_IsTriedAgainLater()
    {
        var lease = await FetchAsync("allowed/app:1");
        _world.Images.Use(lease.ImageId!);

        await EndAsync(lease);
        await SweepAsync();

        Found("allowed/app:1").ShouldBeTrue();
        (await _world.Books.Images.ListAsync(World.Token)).ShouldHaveSingleItem();
    }

    public static TheoryData<string, HostFault> Faults { get; } = new()
    {
        { "Find", HostFault.Unanswered },
        { "Remove", HostFault.Unanswered },
        { "Remove", HostFault.ReplyLost },
        { "Remove", new HostFault.Refusal(ErrorCodes.BackendError, "busy") },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task RunAsync_DockerFails_NothingIsConcludedAndTheNextSweepRemovesIt(string verb, HostFault fault)
    {
        await EndAsync(await FetchAsync("allowed/app:1"));
        _world.Images.Faults.Always(verb, fault);
        await SweepAsync();
        _world.Images.Faults.Clear();

        await SweepAsync();

        Found("allowed/app:1").ShouldBeFalse();
        (await _world.Books.Images.ListAsync(World.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_FetchThatWasCutOff_WhatIsThereIsKeptAndTold()
    {
        _world.Images.AddLocal("allowed/app:1");
        await _world.Books.Images.BeginAsync("allowed/app:1", World.Token);
        await _world.Books.Images.BeginAsync("allowed/app:2", World.Token);

        await _world.ImageSweep.RunAsync(World.Token);

        Found("allowed/app:1").ShouldBeTrue();
        _world.LoggedIds.Count(id => id == EventIds.ImageKept).ShouldBe(1);
        (await _world.Books.Images.ListBegunAsync(World.Token)).ShouldBeEmpty();
    }

    /// <remarks>What is begun and not cut off is nobody's leftover.</remarks>
    [Fact]
    public async Task RunAsync_WhileOneIsFetched_SettlesAndRemovesNothing()
    {
        await EndAsync(await FetchAsync("allowed/app:1"));
        var gate = await BeginSlowFetchAsync();

        await SweepAsync();

        Found("allowed/app:1").ShouldBeTrue();
        (await _world.Books.Images.ListBegunAsync(World.Token)).ShouldBe(["allowed/slow:1"]);
        gate.Dispose();
        await _world.Work.DrainAsync();
        _world.LoggedIds.ShouldNotContain(EventIds.ImageKept);
        (await _world.Books.Images.ListBegunAsync(World.Token)).ShouldBeEmpty();
    }

    /// <remarks>The books don't name it yet: its lease waits for a slot, and others have them all.</remarks>
    [Fact]
    public async Task RunAsync_FoundForALeaseThatIsNotServedYet_Stays()
    {
        var world = new World(slots: 1) { ImagesOptions = { KeepGb = 0 } };
        world.Images.AddRemote("allowed/app:1");
        var gate = world.Images.Faults.Hold("Pull");
        var lease = await world.SubmitAsync(new SpawnRequest { Image = "allowed/app:1", DurationSeconds = 600 });
        await world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => world.Images.Faults.Calls.Any(c => c is { Verb: "Pull" }));
        await world.Slots.WaitAsync(World.Token);
        gate.Dispose();
        await World.UntilAsync(() => !world.ImageFetcher.IsAny);
        world.Time.Advance(TimeSpan.FromMinutes(20));

        await world.ImageSweep.RunAsync(World.Token);

        world.Images.IsLocal("allowed/app:1").ShouldBeTrue();
        world.Slots.Release();
        await world.Work.DrainAsync();
        (await world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    /// <remarks>The fetch is ended too, and takes its time for it.</remarks>
    [Fact]
    public async Task BeginEmptyingAsync_WhileOneIsFetched_IsDoneWhenThatIsOver()
    {
        _world.ImagesOptions.KeepGb = 20;
        await EndAsync(await FetchAsync("allowed/app:1"));
        var gate = await BeginSlowFetchAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        (await _world.ImageSweep.BeginEmptyingAsync(World.Token)).ShouldBeTrue();
        await _world.ImageSweep.RunAsync(World.Token);
        Found("allowed/app:1").ShouldBeTrue();
        gate.Dispose();
        await _world.Work.DrainAsync();

        await _world.ImageSweep.RunAsync(World.Token);

        Found("allowed/app:1").ShouldBeFalse();
        await EndAsync(await FetchAsync("allowed/next:1"));
        await SweepAsync();
        Found("allowed/next:1").ShouldBeTrue("it was emptied once");
    }

    [Fact]
    public async Task EndAllAsync_ImageThatIsWholeByThen_IsOursAllTheSame()
    {
        using var gate = await BeginSlowFetchAsync();
        _world.Images.AddLocal("allowed/slow:1");

        await _world.ImageFetcher.EndAllAsync(Some.Problem());
        await _world.Work.DrainAsync();

        (await _world.Books.Images.ListBegunAsync(World.Token)).ShouldBeEmpty();
        await SweepAsync();
        Found("allowed/slow:1").ShouldBeFalse();
        _world.LoggedIds.ShouldNotContain(EventIds.ImageKept);
    }

    [Fact]
    public async Task RunAsync_FetchOfOneThatIsOursWasCutOff_IsNotCalledKeptForGood()
    {
        await FetchAsync("allowed/app:1");
        await _world.Books.Images.BeginAsync("allowed/app:1", World.Token);

        await SweepAsync();

        _world.LoggedIds.ShouldNotContain(EventIds.ImageKept);
        (await _world.Books.Images.ListBegunAsync(World.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Spawn_ImageOfARegistry_DigestStandsOnTheLease()
    {
        var lease = await FetchAsync("allowed/app:1");

        lease.ImageDigest.ShouldBe(lease.ImageId);
        (await _world.Books.Images.ListBegunAsync(World.Token)).ShouldBeEmpty();
    }

    private async Task<IDisposable> BeginSlowFetchAsync()
    {
        _world.Images.AddRemote("allowed/slow:1");
        var gate = _world.Images.Faults.Hold("Pull");
        await _world.SubmitAsync(new SpawnRequest { Image = "allowed/slow:1", DurationSeconds = 600 });
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => _world.Images.Faults.Calls.Any(c => c is { Verb: "Pull", Subject: "allowed/slow:1" }));
        return gate;
    }

    private bool Found(string reference) => _world.Images.IsLocal(reference);

    // Later than the image was found for a lease.
    private async Task SweepAsync()
    {
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.ImageSweep.RunAsync(World.Token);
    }

    private Task<Lease> FetchAsync(string reference)
    {
        _world.Images.AddRemote(reference);
        return SpawnAsync(reference);
    }

    private Task<Lease> SpawnAsync(string reference) => _world.SpawnAsync(new SpawnRequest { Image = reference, DurationSeconds = 600 });

    private async Task EndAsync(Lease lease)
    {
        await _world.Releaser.ReleaseAsync(lease, null, World.Token);
        await _world.EvictAsync();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
    }
}
