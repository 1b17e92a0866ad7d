using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImagePullsTests
{
    private readonly TaskCompletionSource<HostResult<HostImage>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _seen;
    private int _pulls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PullAsync_TwoForOneImage_FetchesOnce()
    {
        using var pulls = new ImagePulls(2, PullAsync);

        var first = pulls.PullAsync("a", new Progress<string>(), Token);
        var second = pulls.PullAsync("a", new Progress<string>(), Token);
        await _begun.Task;
        _result.SetResult(HostResult.Of(new HostImage("id", null, 0, [])));

        (await first).ShouldBe(await second);
        _pulls.ShouldBe(1);
    }

    [Fact]
    public async Task PullAsync_OneOfTwoCancels_TheOtherGetsTheImage()
    {
        using var pulls = new ImagePulls(2, PullAsync);
        using var cancel = new CancellationTokenSource();
        var first = pulls.PullAsync("a", new Progress<string>(), cancel.Token);
        var second = pulls.PullAsync("a", new Progress<string>(), Token);
        await _begun.Task;

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        _seen.IsCancellationRequested.ShouldBeFalse();
        _result.SetResult(HostResult.Of(new HostImage("id", null, 0, [])));

        (await second).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task PullAsync_LastOneCancels_EndsThePull()
    {
        using var pulls = new ImagePulls(2, PullAsync);
        using var cancel = new CancellationTokenSource();
        var only = pulls.PullAsync("a", new Progress<string>(), cancel.Token);
        await _begun.Task;

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => only);
        _seen.IsCancellationRequested.ShouldBeTrue();
    }

    /// <remarks>Many wait: the turn that the first gives back is free while the others are still being ended.</remarks>
    [Fact]
    public async Task EndAllAsync_OneRunsAndOthersWaitForTheirTurn_AllGetTheReasonAndNoneBegins()
    {
        using var pulls = new ImagePulls(1, PullAsync);
        var first = pulls.PullAsync("first", new Progress<string>(), Token);
        await _begun.Task;
        var others = Enumerable.Range(0, 200).Select(i => pulls.PullAsync($"{i / 2}", new Progress<string>(), Token)).ToArray();
        var problem = new Problem(ErrorCodes.NoCapacity, "the disk is full");

        (await pulls.EndAllAsync(problem)).ShouldBeTrue();

        foreach (var result in await Task.WhenAll([first, .. others]))
        {
            result.ShouldBeOfType<HostResult<HostImage>.Failed>().Error.ShouldBe(problem);
        }

        (_seen.IsCancellationRequested, pulls.IsAny, _pulls).ShouldBe((true, false, 1));
        (await pulls.EndAllAsync(problem)).ShouldBeFalse();
    }

    [Fact]
    public async Task PullAsync_MoreThanMayRun_WaitForATurn()
    {
        using var pulls = new ImagePulls(1, PullAsync);

        var first = pulls.PullAsync("a", new Progress<string>(), Token);
        await _begun.Task;
        var second = pulls.PullAsync("b", new Progress<string>(), Token);
        _pulls.ShouldBe(1);
        _result.SetResult(HostResult.Of(new HostImage("id", null, 0, [])));

        await Task.WhenAll(first, second);
        _pulls.ShouldBe(2);
    }

    private Task<HostResult<HostImage>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pulls);
        _seen = cancellationToken;
        _begun.TrySetResult();
        return _result.Task.WaitAsync(cancellationToken);
    }
}
