using Paygress.Provider.Api.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>What books and host do not agree on.</summary>
internal static class AuditScreen
{
    public static IRenderable Build(AuditMessage audit, int width)
    {
        List<IRenderable> parts = [];
        if (audit.Findings.Count > 0)
        {
            parts.Add(Findings(audit.Findings, width));
        }

        parts.AddRange(Remedies(audit.Findings));
        parts.AddRange(audit.Unanswered.Select(u => new Text($"not looked at: {Printable.Line(u)}", new Style(Color.Yellow))));
        parts.Add(Verdict(audit));
        return new Rows(parts);
    }

    private static Table Findings(IReadOnlyList<AuditFindingMessage> findings, int width)
    {
        var table = new FittingTable(new("KIND"), new("NAME", CutTo: 20), new("VMID", 1, Right: true), new("DETAIL", CutTo: 20));
        foreach (var finding in findings)
        {
            table.Add(new Cell(finding.Kind, new Style(Color.Red)), finding.Name, finding.Vmid is { } vmid ? $"{vmid}" : "-", finding.Detail);
        }

        return table.Build(width);
    }

    // Below the table, where a command can't be cut.
    private static IEnumerable<Text> Remedies(IReadOnlyList<AuditFindingMessage> findings) =>
        findings.Select(f => f.Remedy).OfType<string>().Distinct(StringComparer.Ordinal).Select(r => new Text($"to settle: {Printable.Line(r)}"));

    private static Text Verdict(AuditMessage audit)
    {
        var looked = audit.Checked.Count == 0 ? "nothing" : string.Join(", ", audit.Checked.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key}"));
        return (audit.Findings.Count, audit.Unanswered.Count) switch
        {
            (0, 0) => new Text($"All is explained. Compared: {looked}.", new Style(Color.Green)),
            (0, var open) => new Text($"Nothing unexplained, but {open} could not be looked at. Compared: {looked}.", new Style(Color.Yellow)),
            var (found, open) => new Text($"{found} unexplained, {open} not looked at. Compared: {looked}.", new Style(Color.Red)),
        };
    }
}
