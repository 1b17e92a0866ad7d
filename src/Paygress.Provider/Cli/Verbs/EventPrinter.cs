using System.Text;
using System.Text.Json;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Prints events as they come, and remembers the place.</summary>
internal sealed class EventPrinter(ClientCall call, Stream output)
{
    private ServerSentEventReader _reader = new();
    private DateTime _day;

    /// <summary>From where to go on after a lost connection; none before the first answer.</summary>
    public string? Place { get; private set; }

    /// <summary>Nobody reads any more, as after <c>| head</c>.</summary>
    public bool IsUnread { get; private set; }

    /// <summary>A new connection: what the last one left half said comes again.</summary>
    public void Begin() => _reader = new ServerSentEventReader();

    /// <summary>Takes bytes of the stream; false when there is no use in more.</summary>
    public async ValueTask<bool> TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        foreach (var e in _reader.Push(bytes.Span))
        {
            if (e.Data is not null && Read(e.Data) is { } message)
            {
                await PrintAsync(message, e.Data, cancellationToken);
            }

            Place = e.Id ?? Place;
        }

        return !IsUnread;
    }

    private async Task PrintAsync(EventMessage message, string json, CancellationToken cancellationToken)
    {
        if (!call.Json && call.Terminal.Out.IsScreen)
        {
            PrintOnScreen(message);
            return;
        }

        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes($"{(call.Json ? json : EventLine.Full(message))}\n"), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        catch (IOException e) when (StandardOutput.IsUnread(e))
        {
            IsUnread = true;
        }
    }

    private void PrintOnScreen(EventMessage message)
    {
        if (message.At.UtcDateTime.Date != _day)
        {
            _day = message.At.UtcDateTime.Date;
            call.Print(EventLine.Day(message));
            call.PrintLine("");
        }

        call.Print(EventLine.Build(message, call.Terminal.Out.Width));
        call.PrintLine("");
    }

    // What a later version says besides is passed on as it is.
    private static EventMessage? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CliJson.Api.EventMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
