using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Api;

public sealed class RequestJournalTests
{
    private readonly FakeLogger<RequestJournal> _logger = new();

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task InvokeAsync_BooksCannotBeWritten_SaysSo(string method)
    {
        var problem = await FailAsync(method, new SqliteException("SQLite Error 13: 'database or disk is full'.", 13));

        (problem.Status, problem.Code).ShouldBe((500, ErrorCodes.BackendError));
        problem.Detail.ShouldContain("database or disk is full");
        _logger.Collector.GetSnapshot()[0].Id.Id.ShouldBe(EventIds.ApiRequestFailed);
    }

    [Fact]
    public async Task InvokeAsync_Bug_TellsTheJournalAlone()
    {
        var problem = await FailAsync("GET", new InvalidOperationException("secret"));

        problem.Code.ShouldBe(ErrorCodes.BackendError);
        problem.Detail.ShouldNotContain("secret");
        _logger.LatestRecord.Exception!.Message.ShouldBe("secret");
    }

    // Released, and hung up while it waits: what was asked for is done, and who asked is told.
    [Fact]
    public async Task InvokeAsync_CallerHungUp_IsToldAllTheSame()
    {
        var context = new DefaultHttpContext { Request = { Method = "DELETE", Path = "/v1/leases/1000" }, RequestAborted = new CancellationToken(true) };

        await new RequestJournal(_ => throw new OperationCanceledException(), _logger).InvokeAsync(context);

        _logger.LatestRecord.Id.Id.ShouldBe(EventIds.ApiRequest);
        _logger.LatestRecord.Message.ShouldBe("DELETE /v1/leases/1000 by uid unknown: 499");
    }

    private async Task<ProblemMessage> FailAsync(string method, Exception exception)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Request = { Method = method }, Response = { Body = body } };

        await new RequestJournal(_ => throw exception, _logger).InvokeAsync(context);

        context.Response.ContentType.ShouldBe(ProblemResults.ContentType);
        return JsonSerializer.Deserialize(body.ToArray(), ApiJsonContext.Default.ProblemMessage)!;
    }
}
