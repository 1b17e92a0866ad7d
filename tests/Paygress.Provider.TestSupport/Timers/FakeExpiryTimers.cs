using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Timers;

namespace Paygress.Provider.TestSupport.Timers;

/// <summary>Timers in memory, with answers that go wrong as the test says.</summary>
public sealed class FakeExpiryTimers : IExpiryTimers
{
    private readonly Dictionary<ExpiryTimer, string> _armed = [];

    public TimeSpan Uptime { get; set; } = TimeSpan.FromSeconds(5000);

    /// <summary>What is armed, in the order of its seconds.</summary>
    public ImmutableArray<ExpiryTimer> Armed => [.. _armed.Keys.OrderBy(t => t.Second)];

    /// <summary>The container that a timer kills.</summary>
    public string ContainerOf(ExpiryTimer timer) => _armed[timer];

    public HostResult<Nothing> ArmAnswer { get; set; } = HostResult.Done;

    public HostResult<Nothing> RemoveAnswer { get; set; } = HostResult.Done;

    /// <summary>Set when the list does not come.</summary>
    public HostResult<Nothing> ListAnswer { get; set; } = HostResult.Done;

    /// <summary>Runs before each list.</summary>
    public Action OnList { get; set; } = () => { };

    /// <summary>Arms one that nobody asked for.</summary>
    public void Add(ExpiryTimer timer) => _armed[timer] = "left";

    public Task<HostResult<Nothing>> ArmAsync(ExpiryTimer timer, string containerId, CancellationToken cancellationToken)
    {
        if (ArmAnswer.IsDone)
        {
            _armed[timer] = containerId;
        }

        return Task.FromResult(ArmAnswer);
    }

    public Task<HostResult<ImmutableArray<ExpiryTimer>>> ListAsync(CancellationToken cancellationToken)
    {
        OnList();
        return Task.FromResult(ListAnswer.IsDone ? HostResult.Of(Armed) : ListAnswer.As<ImmutableArray<ExpiryTimer>>());
    }

    public Task<HostResult<Nothing>> RemoveAsync(ImmutableArray<ExpiryTimer> timers, CancellationToken cancellationToken)
    {
        if (RemoveAnswer.IsDone)
        {
            foreach (var timer in timers)
            {
                _armed.Remove(timer);
            }
        }

        return Task.FromResult(RemoveAnswer);
    }
}
