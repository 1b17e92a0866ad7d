using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Looks at files that others make, rename and delete meanwhile.</summary>
internal static class VolumeLook
{
    private const int MaxLooks = 5;

    /// <summary>What was seen; unknown when it could not be looked at.</summary>
    /// <remarks>A file that was listed and is gone may have another name now, under which it was not listed: the next look finds it.</remarks>
    public static HostResult<T> At<T>(Func<T> look)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return HostResult.Of(look());
            }
            catch (FileNotFoundException) when (attempt < MaxLooks)
            {
                // Looked at again.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return HostResult.Unknown<T>(exception.Message);
            }
        }
    }
}
