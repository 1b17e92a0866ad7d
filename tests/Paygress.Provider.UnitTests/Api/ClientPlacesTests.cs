using Paygress.Provider.Api;

namespace Paygress.Provider.UnitTests.Api;

public sealed class ClientPlacesTests
{
    [Fact]
    public void TryEnter_AsManyAsMay_TurnsTheNextAwayUntilOneLeaves()
    {
        var clients = new LogClients();
        Enumerable.Range(0, LogClients.Most).ShouldAllBe(_ => clients.TryEnter());

        clients.TryEnter().ShouldBeFalse();
        clients.TryEnter().ShouldBeFalse();
        clients.Leave();
        clients.TryEnter().ShouldBeTrue();
        clients.TryEnter().ShouldBeFalse();
    }
}
