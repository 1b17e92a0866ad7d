namespace Paygress.Provider.Linux.Timers;

/// <summary>Whether systemd runs this machine.</summary>
public static class SystemdPresence
{
    // What systemd itself asks (sd_booted); a container that only has its programs does not have it.
    private const string Sign = "/run/systemd/system";

    /// <summary>True where systemd is PID 1.</summary>
    public static bool IsInit => Directory.Exists(Sign);
}
