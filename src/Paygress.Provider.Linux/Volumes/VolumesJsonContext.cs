using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Reads the JSON of losetup without reflection. Older versions print numbers as text.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LoopDeviceList))]
internal sealed partial class VolumesJsonContext : JsonSerializerContext;
