namespace SmartCare.Simulation;

/// <summary>Something happened that must never happen.</summary>
internal sealed class OracleBrokenException(string oracle, string what) : Exception(what)
{
    public string Oracle => oracle;
}
