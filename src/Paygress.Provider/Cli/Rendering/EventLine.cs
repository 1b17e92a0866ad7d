using System.Globalization;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Parsing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>One event on one line.</summary>
internal static class EventLine
{
    // The longest names: ContainerCompleted, provisioning.
    private const int EventWidth = 18;
    private const int StateWidth = 12;

    /// <summary>For a screen, above the first event of a day: the lines themselves have no room for it.</summary>
    public static IRenderable Day(EventMessage e) =>
        new Text(e.At.UtcDateTime.ToString("yyyy-MM-dd 'UTC'", CultureInfo.InvariantCulture), new Style(Color.Grey));

    /// <summary>For a screen: never wider than it.</summary>
    public static IRenderable Build(EventMessage e, int width)
    {
        var (before, state, detail) = (Before($"{e.At.UtcDateTime:HH:mm:ss}", e, LeaseReference.Shorten(e.LeaseId)), Pad(e.State, StateWidth), Printable.Line(e.Detail ?? ""));
        var left = width - Printable.Width(before) - Printable.Width(state) - 2;
        return left < 0
            ? new Text(Printable.Fit(before + state, width))
            : new Paragraph().Append(before).Append(state, StateStyle.Of(e.State)).Append($"  {Printable.Fit(detail, left)}", new Style(Color.Grey));
    }

    /// <summary>For a pipe: everything.</summary>
    public static string Full(EventMessage e) => $"{Before(ShortTime.Moment(e.At), e, Printable.Line(e.LeaseId))}{Pad(e.State, StateWidth)}  {Printable.Line(e.Detail ?? "")}".TrimEnd();

    private static string Before(string at, EventMessage e, string lease)
    {
        var vmid = e.Vmid?.ToString(CultureInfo.InvariantCulture) ?? "-";
        return string.Create(CultureInfo.InvariantCulture, $"{at}  {vmid,4}  {lease}  {Pad(e.Event, EventWidth)}  ");
    }

    private static string Pad(string text, int width)
    {
        var fit = Printable.Fit(Printable.Line(text), width);
        return fit + new string(' ', width - Printable.Width(fit));
    }
}
