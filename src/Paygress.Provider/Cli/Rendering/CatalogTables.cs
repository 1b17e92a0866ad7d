using System.Globalization;
using Paygress.Provider.Api.Messages;
using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>What is on offer.</summary>
internal static class CatalogTables
{
    public static Table Templates(IReadOnlyList<TemplateMessage> templates, int width)
    {
        var table = new FittingTable(
            new("TEMPLATE"), new("TIER"), new("PORTS", 3, CutTo: 10), new("DATA PATH", 2, CutTo: 10), new("NEEDS ENV", CutTo: 9), new("ROOT", 2), new("IMAGE", 1, CutTo: 12), new("DESCRIPTION", 4, CutTo: 20));
        foreach (var template in templates)
        {
            var full = string.Join(' ', template.Ports.Select(p => $"{p.ContainerPort}/{p.Protocol}"));
            table.Add(
                template.Slug,
                template.DefaultTier is { } tier ? tier : new Cell("none fits", new Style(Color.Yellow)),
                new Cell(Dash(full), Short: Dash(full.Replace("/tcp", "", StringComparison.Ordinal))),
                Dash(template.DataPath),
                Dash(string.Join(' ', template.RequiredEnv)),
                template.BoundedRoot ? template.WritableRoot ? "writable" : "read-only" : new Cell("not bounded", new Style(Color.Yellow)),
                template.Image,
                template.Description ?? "");
        }

        return table.Build(width);
    }

    public static Table Tiers(IReadOnlyList<TierMessage> tiers, int width)
    {
        var table = new FittingTable(new("TIER"), new("CPU", Right: true), new("MEMORY", Right: true), new("STORAGE", Right: true), new("MSAT/S", Right: true), new("SAT/H", Right: true));
        foreach (var tier in tiers)
        {
            table.Add(tier.Id, Number(tier.CpuMillicores / 1000m), $"{tier.MemoryMb} MB", $"{tier.StorageGb} GB", $"{tier.RateMsat}", Number(tier.RateMsat * 3.6m));
        }

        return table.Build(width);
    }

    private static string Dash(string? text) => string.IsNullOrEmpty(text) ? "-" : text;

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
