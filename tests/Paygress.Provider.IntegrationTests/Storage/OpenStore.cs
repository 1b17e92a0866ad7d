using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Storage;

internal static class OpenStore
{
    public static StoreDatabase In(string dataDirectory) => StoreDatabase.Open(dataDirectory, Some.Now).ShouldBeOfType<StoreOpenResult.Opened>().Database;
}
