using Paygress.Provider;
using Paygress.Provider.Cli;
using Paygress.Provider.Cli.Rendering;

var context = CliContext.OfProcess(TimeProvider.System);
try
{
    return await CommandLine.Create(context, DaemonVerbs.Create(context.Terminal)).InvokeAsync(args, CancellationToken.None);
}
#pragma warning disable CA1031 // The last catch of the program: whoever called gets a line and a code, not a stack trace and a core file.
catch (Exception e)
#pragma warning restore CA1031
{
    context.Terminal.Error.Writer.WriteLine($"error: {Printable.Line(e.Message)} ({e.GetType().Name})");
    return ExitCode.Failed;
}
