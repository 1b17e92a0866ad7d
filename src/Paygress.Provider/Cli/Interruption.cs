using System.Runtime.InteropServices;

namespace Paygress.Provider.Cli;

/// <summary>Lets a verb come to its end when it is told to stop, so that the terminal is left in order.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration _interrupted;
    private readonly PosixSignalRegistration _terminated;
    private readonly PosixSignalRegistration _hungUp;

    public Interruption(CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _interrupted = Watch(PosixSignal.SIGINT, Provider.ExitCode.Interrupted);
        _terminated = Watch(PosixSignal.SIGTERM, Provider.ExitCode.Terminated);
        _hungUp = Watch(PosixSignal.SIGHUP, Provider.ExitCode.HungUp);
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>What the process tells its caller then.</summary>
    public int ExitCode { get; private set; } = Provider.ExitCode.Interrupted;

    public void Dispose()
    {
        _interrupted.Dispose();
        _terminated.Dispose();
        _hungUp.Dispose();
        _stop.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        ExitCode = exitCode;
        _stop.Cancel();
    });
}
