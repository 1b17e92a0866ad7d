using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Cli;

namespace Paygress.Provider.UnitTests.Cli;

/// <summary>Runs command lines against a provider made of answers.</summary>
internal sealed class CliHarness
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private const int Breath = 1000;

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public FakeProvider Provider { get; init; } = new();

    public FakeTimeProvider Time { get; } = new(Now) { AutoAdvanceAmount = TimeSpan.Zero };

    public MemoryStream Input { get; init; } = new();

    public MemoryStream RawOutput { get; } = new();

    /// <summary>Standard output is a file on a full disk.</summary>
    public bool IsOutputFull { get; init; }

    /// <summary>How long standard output takes nothing, each time, as a pager whose page nobody turns.</summary>
    public TimeSpan OutputDelay { get; init; }

    public bool IsScreen { get; init; }

    public int Width { get; init; } = 80;

    public Dictionary<string, string> Environment { get; } = [];

    public string Out => Trimmed(_out);

    public string Error => Trimmed(_error);

    public string? SocketPath { get; private set; }

    public bool IsInteractive { get; init; }

    /// <summary>All verbs of a client.</summary>
    public IEnumerable<string> Verbs => Create().Root.Subcommands.Select(c => c.Name);

    /// <summary>The command lines that this process wanted to become.</summary>
    public List<string> Became { get; } = [];

    public async Task<int> RunAsync(params string[] arguments)
    {
        using var never = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        return await RunUntilAsync(never, arguments);
    }

    /// <summary>Runs until it ends or until <paramref name="interrupt"/>, as by Ctrl-C.</summary>
    public async Task<int> RunUntilAsync(CancellationTokenSource interrupt, params string[] arguments)
    {
        var turns = new Turns();
        var run = turns.Begin(() => Create().InvokeAsync(arguments, interrupt.Token));
        for (var turn = 1; !run.IsCompleted; turn++)
        {
            // A pause now and then lets the pool look for what waits behind a thread that blocks.
            await (turn % Breath == 0 ? Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken) : Task.CompletedTask);
            await Task.Yield();
            if (!turns.Give())
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        return await run;
    }

    private CommandLine Create()
    {
        var terminal = new Terminal(Side(_out), Side(_error), () => Input, () => new OutputStream(this)) { IsInteractive = IsInteractive };
        var context = new CliContext(terminal, Time, name => Environment.GetValueOrDefault(name), path =>
        {
            SocketPath = path;
            return Provider;
        })
        {
            Become = (program, words, host) =>
            {
                Became.Add($"{(host is null ? "" : $"DOCKER_HOST={host} ")}{program} {string.Join(' ', words)}");
                return "it is not installed";
            },
        };
        return CommandLine.Create(context, []);
    }

    public static TerminalSide Side(StringWriter writer, bool isScreen, int width) => Side(writer, isScreen, width, _ => null);

    private static TerminalSide Side(StringWriter writer, bool isScreen, int width, Func<string, string?> environment)
    {
        var side = TerminalSide.Create(writer, isScreen, environment);
        side.Console.Profile.Width = width;
        side.Console.Profile.Height = 24;
        return side;
    }

    private TerminalSide Side(StringWriter writer) => Side(writer, IsScreen, Width, name => Environment.GetValueOrDefault(name));

    // The table renderer fills lines with blanks to its own width.
    private static string Trimmed(StringWriter writer) => string.Join('\n', writer.ToString().Split('\n').Select(l => l.TrimEnd())).TrimEnd();

    private sealed class OutputStream(CliHarness cli) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (cli.IsOutputFull)
            {
                throw new IOException("No space left on device", 28);
            }

            await Task.Delay(cli.OutputDelay, cli.Time, cancellationToken);
            await cli.RawOutput.WriteAsync(buffer, cancellationToken);
        }
    }
}
