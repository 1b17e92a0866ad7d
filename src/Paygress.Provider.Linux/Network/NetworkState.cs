using System.Text.Json;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Network;

/// <summary>
/// How the network is, in a file of the runtime directory: the guard is a process of its own where the provider may not change the
/// network. A reboot takes the file away, and so does what it says.
/// </summary>
/// <param name="rules">What is to be enforced, by the settings of whoever asks or tells.</param>
public sealed class NetworkState(string runtimeDirectory, string bridge, IsolationMode mode, IHostClock clock, string rules = "")
{
    private const string Stopped = "the network guard was stopped";

    // It is started again with the provider in an upgrade, and its first look asks some ten programs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the guard looks although nothing happened.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    // Three looks missed, or one that took as long as its deadlines allow.
    private static readonly TimeSpan Stale = 4 * Interval;

    private readonly string _path = Path.Combine(runtimeDirectory, "network.json");

    /// <summary>Why no container may be started now; none when one may.</summary>
    public string? FindObstacle()
    {
        if (mode is IsolationMode.Off)
        {
            return null;
        }

        return Read() switch
        {
            null => "nobody guards the tenants' network",
            { } state when state.Bridge != bridge => $"the network guard looks after bridge {state.Bridge}, not {bridge}",
            { } state when Age(state) < TimeSpan.Zero => "the network guard was not heard of since the machine was started",
            { } state when Age(state) > Stale => $"the network guard (pid {state.Pid}) was last heard of {Age(state).TotalSeconds:0} s ago",
            { Faults: [var first, ..] } => $"the tenants' network is not guarded: {first}",
            { } state when IsOfOthers(state) => "the network guard was started with other settings: systemctl restart paygress-network; where the provider's unit has an environment or --config of its own, that unit needs the same",
            _ => null,
        };
    }

    /// <summary>The same, once a guard that was stopped, or is one of before, had the time to be started again.</summary>
    public async Task<string?> FindLastingObstacleAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        while (mode is IsolationMode.Required && Read() is { } state && (state.Faults is [Stopped, ..] || IsOfOthers(state)) && timeProvider.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Look, timeProvider, cancellationToken);
        }

        return FindObstacle();
    }

    /// <summary>Lets everybody know that from now on nobody looks after it.</summary>
    /// <inheritdoc cref="Write"/>
    public void WriteStopped() => Write([Stopped]);

    /// <summary>Lets everybody know.</summary>
    /// <exception cref="IOException">The runtime directory can't be written to.</exception>
    public void Write(IEnumerable<string> faults)
    {
        var state = new StoredNetworkState(bridge, clock.SinceBoot.TotalSeconds, Environment.ProcessId, [.. faults], rules);
        DurableFile.Write(HostEffect.WriteNetworkState, _path, JsonSerializer.SerializeToUtf8Bytes(state, NetworkJsonContext.Default.StoredNetworkState), DurableFile.Readable);
    }

    // One that does not say is of an earlier version, and about to be restarted.
    private bool IsOfOthers(StoredNetworkState state) => state.Rules is { } enforced && enforced != rules;

    private TimeSpan Age(StoredNetworkState state) => clock.SinceBoot - TimeSpan.FromSeconds(state.SinceBootSeconds);

    // What can't be read says nothing, so nothing is started.
    private StoredNetworkState? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), NetworkJsonContext.Default.StoredNetworkState) is { Bridge: not null, Faults: not null, SinceBootSeconds: >= 0 and < 1e12 } state ? state : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
