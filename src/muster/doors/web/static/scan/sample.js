// A pass of an operation that never was: vector "as it is printed" of tests/vectors/passes.json.
export const OPERATION = "c6c372bde21420b7d9c44cee494a1938";
export const GOOD =
  "MP1QRE2EAJHARCGMVUJYSQFQH5DAQNGCH5HKACRUYI7TFADUAABAAAIMQYACJTQIAQAABBUABLYLBAJ5JLTMMTFX2C" +
  "472VAVRTE6V732CORSDFKGZ4FND3PM6Y3RVXYPAVKMTIVRXWTM62343RTZSMOYEO4Q5VN5PA57K7TOUHCIKWERPAEBE";
export const KEY = {
  public: "76731f5302bb085de51b99dd0ee7d1140d43d4a9979b587d762bf5f533f93e75",
  gates: ["0", "1", "2", "3", "4"],
  legs: [0],
  opens: 1629417600000,
  closes: 1629676800000,
  most_souls: 63,
  delegate: false,
};
