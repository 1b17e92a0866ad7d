using System.Globalization;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Parsing;
using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>Leases, a line each; what ends next comes first.</summary>
internal static class LeaseTable
{
    /// <summary>What to say when there is none.</summary>
    public const string Empty = "No leases. Start one with: paygress-provider spawn --template hello --duration 10m";

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <param name="bars">Draws the time that is left.</param>
    public static Table Build(IReadOnlyCollection<LeaseMessage> leases, int width, bool bars = false)
    {
        // What is wrong is worth a column only where something is.
        var notes = leases.Any(l => LeaseNote.Of(l) is not null);
        var table = new FittingTable(
        [
            new("VMID", Right: true), new("LEASE", 4), new("STATE"), new("WORKLOAD", CutTo: 10), new("OWNER", 1, CutTo: 8), new("PORTS", 3, CutTo: 16),
            .. bars ? [new FittingColumn("TIME LEFT", 5)] : Array.Empty<FittingColumn>(), new("EXPIRES IN", CutTo: 10), .. notes ? [new FittingColumn("NOTE", 2, CutTo: 12)] : Array.Empty<FittingColumn>(),
        ]);
        foreach (var lease in InOrder(leases))
        {
            table.Add([.. Facts(lease), .. bars ? [TimeBar(lease)] : Array.Empty<Cell>(), End(lease), .. notes ? [Note(lease)] : Array.Empty<Cell>()]);
        }

        return table.Build(width);
    }

    /// <summary>What ends next first, then what has no end yet, then what is over, latest first.</summary>
    public static IEnumerable<LeaseMessage> InOrder(IEnumerable<LeaseMessage> leases) => leases
        .OrderBy(l => IsOver(l) ? 2 : l.ExpiresAt is null ? 1 : 0)
        .ThenByDescending(l => l.EndedAt)
        .ThenBy(l => l.ExpiresAt)
        .ThenBy(l => l.CreatedAt)
        .ThenBy(l => l.LeaseId, StringComparer.Ordinal);

    private static Cell[] Facts(LeaseMessage lease) =>
    [
        lease.Vmid?.ToString(CultureInfo.InvariantCulture) ?? "-",
        new Cell(lease.LeaseId, Short: LeaseReference.Shorten(lease.LeaseId)),
        new Cell(lease.State, StateStyle.Of(lease.State)),
        new Cell(lease.Template ?? lease.Image, Short: lease.Template ?? ImageName(lease.Image)),
        lease.Owner,
        new Cell(Ports(lease, PortText.Full), Short: Ports(lease, PortText.Host)),
    ];

    // What tells images apart is at the end: the registry's name would push it out of a narrow column.
    private static string ImageName(string image) => image.Split('@')[0].Split('/')[^1];

    private static bool IsOver(LeaseMessage lease) => lease.State is "ended" or "failed";

    private static string Ports(LeaseMessage lease, Func<LeasePortMessage, string> text) => lease.Ports.Count == 0 ? "-" : string.Join(' ', lease.Ports.Select(text));

    private static Cell TimeBar(LeaseMessage lease)
    {
        if (lease is not { SecondsLeft: { } left, StartedAt: { } start, ExpiresAt: { } end } || IsOver(lease))
        {
            return "-";
        }

        var share = left / (end - start).TotalSeconds;
        return new Cell(Bar.Plain(share, 20), left < Soon.TotalSeconds ? new Style(Color.Yellow) : StateStyle.Of(lease.State), Bar.Plain(share, 10));
    }

    private static Cell End(LeaseMessage lease) => (lease.SecondsLeft, lease.Code ?? lease.EndReason) switch
    {
        _ when lease.Held => new Cell("held", new Style(Color.Yellow)),
        ({ } seconds, _) when !IsOver(lease) => new Cell(ShortTime.Span(TimeSpan.FromSeconds(seconds)), seconds < Soon.TotalSeconds ? new Style(Color.Yellow) : default(Style?)),
        (_, { } reason) => new Cell(reason, new Style(Color.Grey)),
        _ => lease.Progress is { } progress ? new Cell(progress, Short: Printable.Fit(Printable.Line(progress), 16)) : "-",
    };

    private static Cell Note(LeaseMessage lease) => LeaseNote.Of(lease) is { } note ? new Cell(note, new Style(Color.Red)) : "-";
}
