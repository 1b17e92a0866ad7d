using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli;

/// <summary>One run of a client verb: what was asked, whom to ask, and where to tell.</summary>
internal sealed record ClientCall(ParseResult Arguments, bool Json, ProviderClient Client, Terminal Terminal, TimeProvider Time)
{
    /// <summary>Prints a message as JSON.</summary>
    public void PrintJson<T>(T message, JsonTypeInfo<T> type) => Terminal.Out.Writer.WriteLine(JsonSerializer.Serialize(message, type));

    /// <summary>Shows a result: as JSON where that is asked for, else for a person.</summary>
    public void Show<T>(T message, JsonTypeInfo<T> type, Action print)
    {
        if (Json)
        {
            PrintJson(message, type);
        }
        else
        {
            print();
        }
    }

    /// <summary>Prints for a person.</summary>
    public void Print(IRenderable screen) => Terminal.Out.Console.Write(screen);

    public void PrintLine(string text) => Terminal.Out.Writer.WriteLine(text);

    /// <summary>Tells what happens, apart from the result.</summary>
    public void Note(string text) => Terminal.Error.Writer.WriteLine(text);

    /// <summary>Tells why it did not work; the result is the exit code.</summary>
    public int Fail<T>(Reply<T> reply)
    {
        var (lines, code) = reply switch
        {
            Reply<T>.Refused { Problem: var problem } => (ProblemText.Lines(problem), problem.Status == 500 ? ExitCode.Failed : ExitCode.Refused),
            Reply<T>.Unreachable { Fault: var fault } => (ProblemText.Lines(fault), ExitCode.Unreachable),
            _ => throw new InvalidOperationException("a reply that is Ok is no failure"),
        };
        foreach (var line in lines)
        {
            Note(line);
        }

        return code;
    }

    /// <summary>The same; where the request may have arrived all the same, also how it is given again.</summary>
    public int Fail<T>(Reply<T> reply, string hint)
    {
        var code = Fail(reply);
        if (reply is Reply<T>.Unreachable { Fault.MayHaveArrived: true })
        {
            Note(hint);
        }

        return code;
    }
}
