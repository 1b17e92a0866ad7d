namespace Paygress.Provider.Configuration;

/// <summary>What a setting's value must look like.</summary>
internal enum SettingKind
{
    Text,
    AbsolutePath,
    Integer,
    Number,
    Duration,
    Boolean,
    Choice,
}
