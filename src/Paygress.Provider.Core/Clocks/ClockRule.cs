namespace Paygress.Provider.Core.Clocks;

/// <summary>Decides what time it is when a provider starts. Pure.</summary>
/// <remarks>Within one run of the kernel the boot clock alone counts, so that a wall clock that is set ends no lease early and prolongs none.</remarks>
public static class ClockRule
{
    /// <summary>The time goes on from the last sign of life. Across a reboot only the wall clock knows how long that is, and only if it can be believed.</summary>
    public static ClockStart Start(ClockMark? mark, HostTime host)
    {
        if (mark is null)
        {
            return new ClockStart(host.Wall, host, null);
        }

        if (mark.BootId == host.BootId)
        {
            return new ClockStart(mark.At + Positive(host.SinceBoot - mark.SinceBoot), host, mark);
        }

        // In doubt the machine was down for no time at all: a lease may then last longer, and never ends early.
        var doubt = FindDoubt(mark, host);
        var passed = doubt is null ? host.Wall - mark.Wall : host.SinceBoot;
        return new ClockStart(mark.At + passed, host, mark) { Doubt = doubt };
    }

    private static string? FindDoubt(ClockMark mark, HostTime host) =>
        host.Wall - host.SinceBoot < mark.Wall ? "it shows a time before the machine went down"
        : mark.IsSynchronised == false ? "it was not synchronised before the machine went down"
        : host.IsSynchronised switch
        {
            true => null,
            false => "the kernel says that it is not synchronised",
            null => "the kernel could not be asked whether it is synchronised",
        };

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
