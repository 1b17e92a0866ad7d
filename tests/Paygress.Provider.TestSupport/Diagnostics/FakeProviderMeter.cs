using System.Collections.Concurrent;
using System.Globalization;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.TestSupport.Diagnostics;

/// <summary>Remembers what was measured, a line each.</summary>
public sealed class FakeProviderMeter : IProviderMeter
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <inheritdoc />
    public void SpawnEnded(SpawnEnding ending, TimeSpan took) => Note($"spawn {ending} {took.TotalSeconds}");

    /// <inheritdoc />
    public void Expired(TimeSpan late) => Note($"expired {late.TotalSeconds}");

    /// <inheritdoc />
    public void EvictionEnded(EndReason reason, TimeSpan took) => Note($"eviction {reason} {took.TotalSeconds}");

    /// <inheritdoc />
    public void EvictionFailed() => Note($"eviction failed");

    /// <inheritdoc />
    public void HeartbeatPublished(string publisher, bool succeeded) => Note($"heartbeat {publisher} {succeeded}");

    /// <inheritdoc />
    public void DockerAsked(string verb, DockerCallEnding ending, TimeSpan took) => Note($"docker {verb} {ending} {took.TotalSeconds}");

    private void Note(FormattableString line) => _lines.Enqueue(line.ToString(CultureInfo.InvariantCulture));
}
