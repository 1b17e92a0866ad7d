using System.Globalization;
using Paygress.Provider.Api.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>The provider on one screen of 80 columns.</summary>
internal static class StatusScreen
{
    private const double Giga = 1024d * 1024 * 1024;
    private const string Leases = "leases";
    private const string Taking = "taking leases";

    public static IRenderable Build(StatusMessage status, DateTimeOffset now, int width)
    {
        List<IRenderable> parts = [Head(status), Verdict(status), Text.Empty, Usage(status), Text.Empty, Life(status, now), Text.Empty, Loops(status.Loops, now, width)];
        if (status.OverdueEvictions.Count > 0)
        {
            parts.AddRange([Text.Empty, new Text($"Overdue evictions: {status.OverdueEvictions.Count}", new Style(Color.Red)), Overdue(status.OverdueEvictions, width)]);
        }

        return new Rows(parts);
    }

    private static Paragraph Head(StatusMessage status) => new Paragraph()
        .Append(Printable.Line(status.Provider), new Style(decoration: Decoration.Bold))
        .Append($"  build {Printable.Line(status.Build)}  up {ShortTime.Span(TimeSpan.FromSeconds(status.UptimeS))}  ")
        .Append(Intake(status), new Style(Intake(status) == Taking ? Color.Green : Color.Yellow));

    private static string Intake(StatusMessage status) => status.Draining ? "draining: no new leases" : HasNoLeases(status) ? "no new leases" : Taking;

    private static bool HasNoLeases(StatusMessage status) => status.NotOffered.Any(o => o.Capability == Leases);

    // What an operator should look at, before all figures.
    private static Text Verdict(StatusMessage status)
    {
        var failing = status.Loops.Where(l => !l.Healthy).Select(l => l.Name).ToList();
        string?[] faults =
        [
            status.DockerSilentSince is not null ? status.DockerForgot ? "docker does not know what it ran" : "docker gives no answer" : null,
            HasNoLeases(status) ? "no leases on offer" : null,
            failing.Count > 0 ? $"failing: {Printable.Line(string.Join(", ", failing))}" : null,
            status.OverdueEvictions.Count > 0 ? $"overdue evictions: {status.OverdueEvictions.Count}" : null,
            status.QueueDepth >= status.QueueLimit ? "the queue is full" : null,
            status.LastHeartbeatAt is null ? "no heartbeat yet" : null,
        ];
        var told = string.Join("; ", faults.OfType<string>());
        return told.Length == 0 ? new Text("all is well", new Style(Color.Green)) : new Text(told, new Style(Color.Red));
    }

    private static Grid Usage(StatusMessage status)
    {
        var (node, sold, free) = (status.Node, status.Reserved, status.Available);
        var grid = new Grid();
        foreach (var right in (int[])[2, 2, 0])
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, right, 0) });
        }

        Row(grid, "cpu sold", sold.CpuMillicores, sold.CpuMillicores + free.CpuMillicores, "millicores");
        Row(grid, "memory sold", sold.MemoryMb, sold.MemoryMb + free.MemoryMb, "MB");
        Row(grid, "storage sold", sold.StorageGb, sold.StorageGb + free.StorageGb, "GB");
        Row(grid, "cpu busy", node.CpuUsage * 100, 100, "%");
        Row(grid, "memory used", node.MemoryUsed / Giga, node.MemoryTotal / Giga, "GiB");
        Row(grid, "disk used", node.DiskUsed / Giga, node.DiskTotal / Giga, "GiB");
        return grid;
    }

    private static void Row(Grid grid, string name, double used, double total, string unit)
    {
        var figures = string.Create(CultureInfo.InvariantCulture, $"{used:0.#} of {total:0.#} {unit}");
        grid.AddRow(new Text(name, new Style(Color.Grey)), Bar.Of(used / total), new Text(figures));
    }

    private static Grid Life(StatusMessage status, DateTimeOffset now)
    {
        var leases = status.Leases;
        var running = leases.Provisioning + leases.Active + leases.Locked + leases.Evicting;
        var silent = status.LastHeartbeatAt is null;
        var facts = new Facts()
            .Add("leases", $"{running} of {status.MaxLeases}: {leases.Active} active, {leases.Provisioning} provisioning, {leases.Locked} locked, {leases.Evicting} evicting")
            .Add("queue", $"{status.QueueDepth} of {status.QueueLimit}")
            .Add("next end", status.NextExpiry is { } end ? $"in {ShortTime.Span(end - now)}" : "none")
            .Add("docker", DescribeDocker(status, now), new Style(Color.Red))
            .Add("heartbeat", silent ? "none yet" : Ago(status.LastHeartbeatAt, now), silent ? new Style(Color.Yellow) : default(Style?));
        return status.NotOffered.Aggregate(facts, (f, o) => f.Add("not offered", $"{o.Capability}: {o.Reason}", new Style(o.Capability == Leases ? Color.Red : Color.Yellow))).Grid;
    }

    private static string? DescribeDocker(StatusMessage status, DateTimeOffset now) => status switch
    {
        { DockerSilentSince: null } => null,
        { DockerForgot: true } => $"answers, and has not known what it ran for {ShortTime.Span(now - status.DockerSilentSince.Value)}; nothing is ended for that, new leases wait",
        _ => $"gives no answer for {ShortTime.Span(now - status.DockerSilentSince.Value)}; running leases go on, new ones wait",
    };

    private static Table Loops(IReadOnlyList<LoopMessage> loops, DateTimeOffset now, int width)
    {
        var table = new FittingTable(new("LOOP"), new("HEALTH"), new("LAST TURN"), new("LAST ERROR", CutTo: 10));
        foreach (var loop in loops)
        {
            var health = loop.Healthy ? new Cell("ok", new Style(Color.Green)) : new Cell("failing", new Style(Color.Red));
            table.Add(loop.Name, health, Ago(loop.LastTurnAt, now), loop.LastError ?? "-");
        }

        return table.Build(width);
    }

    private static Table Overdue(IReadOnlyList<LeaseMessage> leases, int width)
    {
        var table = new FittingTable(new("VMID", Right: true), new("LEASE"), new("LAST ERROR", CutTo: 10));
        foreach (var lease in leases)
        {
            table.Add($"{lease.Vmid}", lease.LeaseId, new Cell(lease.LastError ?? "-", new Style(Color.Red)));
        }

        return table.Build(width);
    }

    private static string Ago(DateTimeOffset? at, DateTimeOffset now) => at is { } then ? $"{ShortTime.Span(now - then)} ago" : "never";
}
