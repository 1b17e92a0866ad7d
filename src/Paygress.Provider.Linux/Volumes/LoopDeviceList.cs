using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>The answer of <c>losetup --json --list</c>.</summary>
internal sealed record LoopDeviceList([property: JsonPropertyName("loopdevices")] List<LoopDevice>? Devices);
