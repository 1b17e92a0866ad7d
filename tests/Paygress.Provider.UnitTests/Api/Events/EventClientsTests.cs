using Paygress.Provider.Api.Events;

namespace Paygress.Provider.UnitTests.Api.Events;

public sealed class EventClientsTests
{
    [Fact]
    public void TryEnter_AsManyAsMay_TurnsTheNextAwayUntilOneLeaves()
    {
        using var clients = new EventClients();
        Enumerable.Range(0, EventClients.Most).ShouldAllBe(_ => clients.TryEnter());

        clients.TryEnter().ShouldBeFalse();
        clients.Leave();
        clients.TryEnter().ShouldBeTrue();
    }
}
