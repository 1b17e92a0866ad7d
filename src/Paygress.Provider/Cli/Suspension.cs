using System.Runtime.InteropServices;

namespace Paygress.Provider.Cli;

/// <summary>Ctrl-Z: the terminal is put in order before the shell has it, and taken again when the verb goes on.</summary>
internal sealed class Suspension : IDisposable
{
    private readonly PosixSignalRegistration _stopped;
    private readonly PosixSignalRegistration _continued;

    public Suspension(Action leave, Action enter)
    {
        _stopped = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context =>
        {
            // The runtime would not stop the process after a handler.
            context.Cancel = true;
            leave();
            Libc.Stop();
        });
        _continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => enter());
    }

    public void Dispose()
    {
        _stopped.Dispose();
        _continued.Dispose();
    }
}
