using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>Reads a request's JSON and says plainly what is wrong with it. A body may hold a key, so the bytes are zeroed after.</summary>
internal static partial class RequestBody
{
    /// <summary>Larger than any valid request, so that too much env is told as such; smaller than what hurts.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The message, or the problem with it.</summary>
    public static async Task<(T? Message, Problem? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var body = new ZeroingBuffer();
            if (request.ContentLength > MaxBytes || !await ReadAsync(request.BodyReader, body, cancellationToken))
            {
                return (null, new Problem(ErrorCodes.PayloadTooLarge, "the body is larger than this provider takes"));
            }

            var message = Deserialize(body, type);
            return message is null ? (null, Invalid("the body is null; expected a JSON object")) : (message, null);
        }
        catch (JsonException e)
        {
            return (null, Invalid(Describe(e)));
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode, as a lone surrogate.
            return (null, Invalid("the body has a text that is not valid Unicode"));
        }
        catch (BadHttpRequestException)
        {
            return (null, Invalid("the body ended too early or is not well-formed HTTP"));
        }
    }

    private static T? Deserialize<T>(ZeroingBuffer body, JsonTypeInfo<T> type)
        where T : class
    {
        using var keys = KeysInFlight.Begin();
        var message = JsonSerializer.Deserialize(body.Written, type);
        keys.Keep();
        return message;
    }

    // False when there is too much of it.
    private static async Task<bool> ReadAsync(PipeReader reader, ZeroingBuffer body, CancellationToken cancellationToken)
    {
        for (var isCompleted = false; !isCompleted;)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (body.Written.Length + result.Buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return false;
            }

            body.Write(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
            isCompleted = result.IsCompleted;
        }

        return true;
    }

    private static Problem Invalid(string detail) => new(ErrorCodes.InvalidRequest, detail);

    // The exception's own text may quote the body, which may hold secrets. Its place in the body is told as far as it is made of names.
    private static string Describe(JsonException e) =>
        $"the body is not the JSON that is expected here: at {Place().Match(e.Path ?? "$").Value}, line {e.LineNumber + 1}, byte {e.BytePositionInLine}; unknown, repeated or ill-typed members are refused";

    [GeneratedRegex(@"\A\$(\.[A-Za-z0-9_]{1,40}(?![A-Za-z0-9_])|\[[0-9]{1,9}\]){0,16}")]
    private static partial Regex Place();
}
