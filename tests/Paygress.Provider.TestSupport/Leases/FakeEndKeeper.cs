using System.Collections.Concurrent;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>A keeper of ends in memory.</summary>
public sealed class FakeEndKeeper : ILeaseEndKeeper
{
    private readonly ConcurrentDictionary<LeaseId, DateTimeOffset?> _ends = new();

    /// <summary>What each lease's end is, as far as this keeper was told.</summary>
    public IReadOnlyDictionary<LeaseId, DateTimeOffset?> Ends => _ends;

    /// <summary>All that it was told is lost.</summary>
    public void Lose() => _ends.Clear();

    /// <summary>How it answers; done when none is set.</summary>
    public HostResult<Nothing> Answer { get; set; } = HostResult.Done;

    /// <summary>The lease whose end it can't take down, whatever it answers to others.</summary>
    public LeaseId? RefusedFor { get; set; }

    /// <summary>Runs at each new end before it is taken down: the books must not have it yet.</summary>
    public Func<Lease, Task> OnPrepare { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs at each new end when the books have it.</summary>
    public Func<Lease, Task> OnConfirm { get; set; } = _ => Task.CompletedTask;

    public async Task<HostResult<Nothing>> PrepareAsync(Lease lease, CancellationToken cancellationToken)
    {
        await OnPrepare(lease);
        if (lease.Id == RefusedFor)
        {
            return HostResult.Failed<Nothing>(ErrorCodes.BackendError, "its file can't be written");
        }

        if (Answer.IsDone)
        {
            _ends[lease.Id] = lease.ExpiresAt;
        }

        return Answer;
    }

    public Task ConfirmAsync(Lease lease, CancellationToken cancellationToken) => OnConfirm(lease);

    public Task<HostResult<KeptEnds>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(HostResult.Of(new KeptEnds("lease_file", [.. _ends.Keys], IsForEach: true)));

    public Task<HostResult<Nothing>> ForgetAsync(LeaseId id, CancellationToken cancellationToken)
    {
        if (Answer.IsDone)
        {
            _ends.TryRemove(id, out _);
        }

        return Task.FromResult(Answer);
    }
}
