using Paygress.Provider.Api.Events;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Leases;

namespace Paygress.Provider.UnitTests.Api.Events;

public sealed class EventPlaceTests
{
    private readonly FakeBooks _books = new();

    public EventPlaceTests()
    {
        for (var i = 0; i < 5; i++)
        {
            _books.Add(Some.Lease(LeaseState.Queued));
        }
    }

    [Theory]
    [InlineData(null, null, 1005)]
    [InlineData("", "", 1005)]
    [InlineData(null, "0", 1005)]
    [InlineData(null, "2", 1003)]
    [InlineData(null, "50", 0)]
    [InlineData("1003", null, 1003)]
    [InlineData("1003", "2", 1003)]
    [InlineData("1005", null, 1005)]
    [InlineData("1006", null, 0)]
    [InlineData("0", null, 0)]
    public async Task Find_Wish_IsTheNumberToGoOnAfter(string? id, string? last, long expected)
    {
        var (after, fault) = await EventPlace.FindAsync(id, last, _books.Events, TestContext.Current.CancellationToken);

        fault.ShouldBeNull();
        after.ShouldBe(expected);
    }

    [Theory]
    [InlineData("x", null, "Last-Event-ID")]
    [InlineData("-1", null, "Last-Event-ID")]
    [InlineData("99999999999999999999", null, "Last-Event-ID")]
    [InlineData(null, "x", "last")]
    [InlineData(null, "-1", "last")]
    [InlineData(null, "10001", "last")]
    public async Task Find_Nonsense_IsRefused(string? id, string? last, string where)
    {
        var (_, fault) = await EventPlace.FindAsync(id, last, _books.Events, TestContext.Current.CancellationToken);

        fault.ShouldNotBeNull().Where.ShouldBe(where);
    }
}
