using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Images;
using Paygress.Provider.TestSupport.Leases;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImageResolverTests
{
    private readonly FakeImageBackend _images = new();
    private readonly ImageUse _use = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_OnTheHost_GivesItUnlessAlwaysPulled()
    {
        var id = _images.AddLocal("a");

        (await FindAsync(PullPolicy.Missing)).ShouldBeOfType<HostResult<HostImage?>.Done>().Value!.Id.ShouldBe(id);
        (await FindAsync(PullPolicy.Never)).ShouldBeOfType<HostResult<HostImage?>.Done>().Value!.Id.ShouldBe(id);
        (await FindAsync(PullPolicy.Always)).ShouldBe(HostResult.Of<HostImage?>(null));
    }

    [Fact]
    public async Task FindAsync_NotOnTheHost_FailsOnlyWhenNothingMayBePulled()
    {
        (await FindAsync(PullPolicy.Missing)).ShouldBe(HostResult.Of<HostImage?>(null));
        (await FindAsync(PullPolicy.Never)).ShouldBeOfType<HostResult<HostImage?>.Failed>().Problem.Code.ShouldBe(ErrorCodes.ImageNotFound);
    }

    [Fact]
    public async Task FindAsync_DockerSilent_IsUnknown()
    {
        _images.Faults.Always("Find", HostFault.Unanswered);

        (await FindAsync(PullPolicy.Missing)).ShouldBeOfType<HostResult<HostImage?>.Unknown>();
        (await FindAsync(PullPolicy.Never)).ShouldBeOfType<HostResult<HostImage?>.Unknown>();
    }

    [Fact]
    public async Task FindAsync_OneThatIsBeingRemoved_IsNotThere()
    {
        _use.TryLeave(_images.AddLocal("a"), DateTimeOffset.MaxValue);

        (await FindAsync(PullPolicy.Missing)).ShouldBe(HostResult.Of<HostImage?>(null));
    }

    [Fact]
    public async Task PullAsync_LargerThanMayBeStarted_SaysHowLargeAndWhichSetting()
    {
        _images.AddRemote("a", sizeBytes: 6L << 20);

        foreach (var look in (Func<Task<Problem?>>[])[async () => (await PullAsync(maxSizeMb: 5)).Error, async () => (await FindAsync(PullPolicy.Missing, maxSizeMb: 5)).Error])
        {
            (await look()).ShouldBe(new Problem(ErrorCodes.ImageNotAllowed, "image a has 6 MB unpacked, and Images:MaxSizeMb is 5"));
        }

        (await PullAsync(maxSizeMb: 6)).IsDone.ShouldBeTrue();
        (await PullAsync(maxSizeMb: 0)).IsDone.ShouldBeTrue();
    }

    /// <remarks>What was told before, while it was fetched or still spared, came to nothing.</remarks>
    [Fact]
    public async Task FindAsync_LargerThanMayBeStarted_TellsThatItCanBeRemoved()
    {
        _images.AddRemote("a", sizeBytes: 6L << 20);
        await PullAsync(maxSizeMb: 0);
        using var fetcher = new ImageFetcher(_images, new FakeBooks().Images, _use, 2, TimeProvider.System);
        var due = fetcher.SweepDue.Next;

        await Make(PullPolicy.Missing, maxSizeMb: 6, fetcher).FindAsync("a", Token);
        due.IsCompleted.ShouldBeFalse();
        await Make(PullPolicy.Missing, maxSizeMb: 5, fetcher).FindAsync("a", Token);

        due.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task PullAsync_Any_TellsAtItsEndThatThereMayBeOneToRemove()
    {
        using var fetcher = new ImageFetcher(_images, new FakeBooks().Images, _use, 2, TimeProvider.System);
        var due = fetcher.SweepDue.Next;

        (await Make(PullPolicy.Missing, maxSizeMb: 0, fetcher).PullAsync("absent", new Progress<string>(), Token)).IsDone.ShouldBeFalse();

        due.IsCompleted.ShouldBeTrue();
    }

    private Task<HostResult<HostImage?>> FindAsync(PullPolicy policy, int maxSizeMb = 0) => Make(policy, maxSizeMb).FindAsync("a", Token);

    private Task<HostResult<HostImage>> PullAsync(int maxSizeMb) => Make(PullPolicy.Missing, maxSizeMb).PullAsync("a", new Progress<string>(), Token);

    private ImageResolver Make(PullPolicy policy, int maxSizeMb, ImageFetcher? fetcher = null) => new(
        _images, fetcher ?? new ImageFetcher(_images, new FakeBooks().Images, _use, 2, TimeProvider.System), _use, policy, Options.Create(new ImagesOptions { MaxSizeMb = maxSizeMb }));
}
