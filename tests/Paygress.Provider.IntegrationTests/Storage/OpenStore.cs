using Paygress.Provider.Linux.Storage;

namespace Paygress.Provider.IntegrationTests.Storage;

internal static class OpenStore
{
    public static StoreDatabase In(string dataDirectory) => StoreDatabase.Open(dataDirectory).ShouldBeOfType<StoreOpenResult.Opened>().Database;
}
