using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Images;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImageResolverTests
{
    private readonly FakeImageBackend _images = new();

    [Fact]
    public async Task FindAsync_OnTheHost_GivesItsIdUnlessAlwaysPulled()
    {
        var id = _images.AddLocal("a");

        (await FindAsync(PullPolicy.Missing)).ShouldBe(HostResult.Of<string?>(id));
        (await FindAsync(PullPolicy.Never)).ShouldBe(HostResult.Of<string?>(id));
        (await FindAsync(PullPolicy.Always)).ShouldBe(HostResult.Of<string?>(null));
    }

    [Fact]
    public async Task FindAsync_NotOnTheHost_FailsOnlyWhenNothingMayBePulled()
    {
        (await FindAsync(PullPolicy.Missing)).ShouldBe(HostResult.Of<string?>(null));
        (await FindAsync(PullPolicy.Never)).ShouldBeOfType<HostResult<string?>.Failed>().Problem.Code.ShouldBe(ErrorCodes.ImageNotFound);
    }

    [Fact]
    public async Task FindAsync_DockerSilent_IsUnknown()
    {
        _images.Faults.Always("Find", HostFault.Unanswered);

        (await FindAsync(PullPolicy.Missing)).ShouldBeOfType<HostResult<string?>.Unknown>();
        (await FindAsync(PullPolicy.Never)).ShouldBeOfType<HostResult<string?>.Unknown>();
    }

    private Task<HostResult<string?>> FindAsync(PullPolicy policy) =>
        new ImageResolver(_images, policy).FindAsync("a", TestContext.Current.CancellationToken);
}
