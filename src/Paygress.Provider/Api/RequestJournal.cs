using System.Data.Common;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>Tells the journal who asked for a change, and turns a bug into a plain answer.</summary>
internal sealed partial class RequestJournal(RequestDelegate next, ILogger<RequestJournal> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Asked before: of a caller who hangs up meanwhile the socket is gone after it.
        var uid = HttpMethods.IsGet(context.Request.Method) ? null : PeerCredentials.UidOf(context);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody hears the answer; what was asked for may be done all the same.
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : StatusCodes.Status499ClientClosedRequest;
        }
#pragma warning disable CA1031 // The one place where a bug in a handler is caught: the caller gets a plain answer, the journal the details.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ApiRequestFailed(e, context.Request.Method, context.Request.Path);
            if (!context.Response.HasStarted)
            {
                await ProblemResults.For(new Problem(ErrorCodes.BackendError, Describe(e))).ExecuteAsync(context);
            }
            else
            {
                // Broken off, so that nobody takes a part for the whole.
                context.Abort();
            }
        }

        if (uid is not null)
        {
            ApiRequest(context.Request.Method, context.Request.Path, uid, context.Response.StatusCode);
        }
    }

    private static string Describe(Exception e) => e is DbException
        ? $"the provider's books could not be read or written: {e.Message}; ask again when that is mended"
        : "the provider failed on this request; its journal says why";

    [LoggerMessage(EventIds.ApiRequest, LogLevel.Information, "{Method} {Path} by uid {PeerUid}: {Status}")]
    private partial void ApiRequest(string method, string path, string peerUid, int status);

    [LoggerMessage(EventIds.ApiRequestFailed, LogLevel.Error, "{Method} {Path} failed")]
    private partial void ApiRequestFailed(Exception exception, string method, string path);
}
