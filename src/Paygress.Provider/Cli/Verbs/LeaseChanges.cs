using System.Text;
using System.Text.Json;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary><c>leases --watch</c> for a program: a line for each lease at first, then one whenever one of them changes.</summary>
internal sealed class LeaseChanges(ClientCall call, bool all)
{
    // The end is reckoned anew for each answer, so that the last digits differ.
    private static readonly TimeSpan SameEnd = TimeSpan.FromSeconds(1);

    private readonly WatchPace _pace = new(call.Time);
    private readonly Dictionary<string, LeaseMessage> _known = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled or until nobody reads; ends by itself when the provider does not answer.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var output = call.Terminal.OpenOutput();
        while (true)
        {
            var reply = await _pace.MeasureAsync(() => call.Client.LeasesAsync(all, cancellationToken));
            if (reply is not Reply<LeaseListMessage>.Ok { Value.Leases: var leases })
            {
                return call.Fail(reply);
            }

            List<LeaseMessage> changed = [.. LeaseTable.InOrder(leases).Where(HasChanged), .. await FindGoneAsync(leases, cancellationToken)];
            if (!await TryWriteAsync(output, changed, cancellationToken))
            {
                return ExitCode.Done;
            }

            await Task.Delay(_pace.Pause, call.Time, cancellationToken);
        }
    }

    private bool HasChanged(LeaseMessage lease)
    {
        var before = _known.GetValueOrDefault(lease.LeaseId);
        _known[lease.LeaseId] = lease;
        return before is null || before.State != lease.State || before.Vmid != lease.Vmid || before.Restarts != lease.Restarts
            || before.OutageSince is null != lease.OutageSince is null || MovedEnd(before, lease);
    }

    // While an outage lasts the end moves with the clock.
    private static bool MovedEnd(LeaseMessage before, LeaseMessage after) =>
        after.OutageSince is null && (before.ExpiresAt is null != after.ExpiresAt is null || (after.ExpiresAt - before.ExpiresAt)?.Duration() > SameEnd);

    // The list holds no lease that is over, and how it ended is worth a line.
    private async Task<List<LeaseMessage>> FindGoneAsync(IReadOnlyList<LeaseMessage> leases, CancellationToken cancellationToken)
    {
        var gone = new List<LeaseMessage>();
        foreach (var lease in _known.Values.ExceptBy(leases.Select(l => l.LeaseId), l => l.LeaseId, StringComparer.Ordinal).ToList())
        {
            _known.Remove(lease.LeaseId);
            gone.Add(await call.Client.LeaseAsync(LeaseReference.Of(lease), cancellationToken) is Reply<LeaseMessage>.Ok { Value: var last } ? last : lease with { State = "gone" });
        }

        return gone;
    }

    private async Task<bool> TryWriteAsync(Stream output, List<LeaseMessage> leases, CancellationToken cancellationToken)
    {
        try
        {
            var lines = string.Concat(leases.Select(l => $"{(call.Json ? JsonSerializer.Serialize(l, CliJson.Lines.LeaseMessage) : Line(l))}\n"));
            await output.WriteAsync(Encoding.UTF8.GetBytes(lines), cancellationToken);
            await output.FlushAsync(cancellationToken);
            return true;
        }
        catch (IOException e) when (StandardOutput.IsUnread(e))
        {
            return false;
        }
    }

    private string Line(LeaseMessage lease)
    {
        var reason = lease.Code ?? lease.EndReason;
        var end = reason is not null ? $"({reason})" : lease.ExpiresAt is { } at ? $"ends {ShortTime.Moment(at)}" : "";
        return Printable.Line($"{ShortTime.Moment(call.Time.GetUtcNow())}  {lease.Vmid?.ToString() ?? "-"}  {lease.LeaseId}  {lease.State}  {lease.Template ?? lease.Image}  {lease.Owner}  {end}");
    }
}
